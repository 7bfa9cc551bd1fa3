package io.jvmm.monitor.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ConsoleHubTest {
  private final ByteArrayOutputStream record = new ByteArrayOutputStream();
  private final Path path;
  private final ConsoleHub hub;

  ConsoleHubTest(@TempDir Path directory) {
    path = directory.resolve("console.sock");
    hub = ConsoleHub.open(path, record);
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void whoComesLaterSeesWhatWasPrintedBefore() throws IOException {
    print("login: ");

    try (SocketChannel user = attach()) {
      assertThat(seen(user, 7)).isEqualTo("login: ");
    }
  }

  @Test
  void allUsersSeeWhatIsPrinted() throws IOException {
    try (SocketChannel one = attach();
        SocketChannel two = attach()) {
      print("hello");

      assertThat(seen(one, 5)).isEqualTo("hello");
      assertThat(seen(two, 5)).isEqualTo("hello");
    }
  }

  @Test
  void everythingPrintedIsRecorded() throws IOException {
    print("hello ");
    print("world");

    assertThat(record).hasToString("hello world");
  }

  @Test
  void theFirstUserTypes() throws IOException {
    try (SocketChannel user = attach()) {
      user.write(bytes("root\r"));

      assertThat(typed(5)).isEqualTo("root\r");
    }
  }

  @Test
  void whoCameLaterIsToldThatTheKeyboardIsTaken() throws IOException {
    try (SocketChannel first = settled();
        SocketChannel second = settled()) {
      second.write(bytes("rm"));

      assertThat(seen(second, 40)).contains("another user has the keyboard");
      first.write(bytes("ls"));
      assertThat(typed(2)).isEqualTo("ls");
    }
  }

  @Test
  void theKeyboardGoesToTheNextWhenTheFirstHasLeft() throws Exception {
    SocketChannel first = settled();
    try (SocketChannel second = settled()) {
      first.close();
      Thread typist = Thread.ofVirtual().start(() -> typeOnAndOn(second));

      assertThat(typed(1)).isEqualTo("b");
      typist.interrupt();
      typist.join();
    }
  }

  @Test
  void theKeyboardGoesToTheNextWhenTheFirstTypesNoMore() throws Exception {
    try (SocketChannel first = settled();
        SocketChannel second = settled()) {
      first.shutdownOutput();
      Thread typist = Thread.ofVirtual().start(() -> typeOnAndOn(second));

      assertThat(typed(1)).isEqualTo("b");
      typist.interrupt();
      typist.join();
    }
  }

  @Test
  void aUserWhoTypesNoMoreGoesOnWatching() throws IOException {
    try (SocketChannel user = attach()) {
      user.write(bytes("q"));
      user.shutdownOutput();
      assertThat(typed(1)).isEqualTo("q");
      print("bye");

      assertThat(seen(user, 3)).isEqualTo("bye");
    }
  }

  @Test
  void aUserWhoDoesNotLookKeepsNobodyWaiting() throws IOException {
    try (SocketChannel lazy = attach()) {
      for (int i = 0; i < 200; i++) {
        print("x".repeat(10_000));
      }

      assertThat(record.size()).isEqualTo(2_000_000);
      assertThat(lazy.isOpen()).isTrue();
    }
  }

  @Test
  void inTheEndEverybodySeesTheLastWordsAndIsSentAway() throws IOException {
    try (SocketChannel user = settled()) {
      print("Power down.");
      hub.close();

      assertThat(seen(user, 11)).isEqualTo("Power down.");
      assertThat(user.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
    assertThat(path).doesNotExist();
  }

  private SocketChannel attach() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(path));
  }

  /** A user who is known to have come before the next. */
  private SocketChannel settled() throws IOException {
    SocketChannel user = attach();
    print("!");
    while (!seen(user, 1).equals("!")) {
      Thread.onSpinWait(); // what others were shown before
    }
    return user;
  }

  private static void typeOnAndOn(SocketChannel user) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        user.write(bytes("b"));
        Thread.sleep(1);
      }
    } catch (IOException | InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void print(String text) throws IOException {
    hub.output().write(text.getBytes(US_ASCII));
  }

  private String typed(int length) throws IOException {
    return new String(hub.input().readNBytes(length), US_ASCII);
  }

  private static String seen(SocketChannel user, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining() && user.read(bytes) >= 0) {
      Thread.onSpinWait();
    }
    return US_ASCII.decode(bytes.flip()).toString();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }
}
