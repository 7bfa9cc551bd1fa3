package io.jvmm.monitor.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.monitor.console.PortBackend.Unread;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.spec.PortConnection.ToTerminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TerminalBackendTest {
  private static final int PATIENCE_SECONDS = 30;
  private static final int MEGABYTE = 1 << 20;

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final Path path;
  private final ToTerminal connection;
  private Optional<PortBackend> opened = Optional.empty();

  TerminalBackendTest(@TempDir Path directory) {
    path = directory.resolve("console");
    connection = new ToTerminal(path);
  }

  @AfterEach
  void close() {
    opened.ifPresent(PortBackend::close);
  }

  @Test
  void theLinkGoesInTheEnd() throws IOException {
    open(Unread.WAITS);
    assertThat(path).isSymbolicLink();

    backend().close();

    assertThat(path).doesNotExist();
    assertThat(Files.isSymbolicLink(path)).isFalse();
  }

  @Test
  void aRefusedTerminalLeavesNothingBehind() throws IOException {
    Files.writeString(path, "precious");
    long before = masters();

    assertThatThrownBy(() -> PortBackend.open(connection, Unread.WAITS))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("no link to a pseudoterminal");

    assertThat(masters()).isEqualTo(before);
  }

  @Test
  void aPlaceThatCannotBeHadIsToldWithWhatToDo() {
    ToTerminal nowhere = new ToTerminal(path.resolve("below"));

    assertThatThrownBy(() -> PortBackend.open(nowhere, Unread.WAITS))
        .isInstanceOf(HostException.class)
        .hasMessageContainingAll(nowhere.toString(), "choose another place");
  }

  @Test
  void bytesGoBothWays() throws Exception {
    open(Unread.WAITS);
    listen();
    try (FileChannel client = client()) {
      client.write(bytes("ping"));
      assertThat(next()).isEqualTo("somebody");
      assertThat(next()).isEqualTo("ping");

      backend().write(bytes("pong"));

      assertThat(receive(client, 4)).isEqualTo("pong");
    }
  }

  @Test
  void everyByteOfAMegabyteOfOutputArrivesUnchanged() throws Exception {
    open(Unread.WAITS);
    byte[] sent = new byte[MEGABYTE];
    new SplittableRandom(1).nextBytes(sent);
    try (FileChannel client = client()) {
      CompletableFuture<byte[]> received =
          CompletableFuture.supplyAsync(() -> receiveBytes(client, sent.length));

      backend().write(ByteBuffer.wrap(sent));

      assertThat(received.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(sent);
    }
  }

  @Test
  void whoComesAndGoesAndComesAgainIsTold() throws Exception {
    open(Unread.WAITS);
    listen();
    try (FileChannel _ = client()) {
      assertThat(next()).isEqualTo("somebody");
    }
    assertThat(next()).isEqualTo("nobody");
    try (FileChannel _ = client()) {
      assertThat(next()).isEqualTo("somebody");
    }
  }

  @Test
  void whatSomebodySaysWhoGoesAtOnceIsHeard() throws Exception {
    open(Unread.WAITS);
    listen();
    try (FileChannel client = client()) {
      client.write(bytes("in passing"));
    }

    assertThat(next()).isEqualTo("somebody");
    assertThat(next()).isEqualTo("in passing");
    assertThat(next()).isEqualTo("nobody");
  }

  @Test
  void outputWaitsForSomebodyToTakeIt() throws Exception {
    open(Unread.WAITS);
    CompletableFuture<Integer> writing = write("hello");
    Thread.sleep(300); // some looks for somebody
    assertThat(writing).isNotDone();

    try (FileChannel client = client()) {
      assertThat(receive(client, 5)).isEqualTo("hello");
    }

    assertThat(writing.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(5);
  }

  @Test
  void aTerminalsOutputDoesNotWaitAndItsLatestIsKept() throws Exception {
    open(Unread.KEEPS_LATEST);
    backend().write(bytes("lost" + "x".repeat(Backlog.CAPACITY)));
    backend().write(bytes("login: "));
    listen();

    try (FileChannel client = client()) {
      assertThat(receive(client, Backlog.CAPACITY)).startsWith("xxx").endsWith("xlogin: ");
    }
  }

  @Test
  void whoSaysSomethingBeforeHeReadsWhatWasKeptIsHeard() throws Exception {
    open(Unread.KEEPS_LATEST);
    backend().write(bytes("x".repeat(Backlog.CAPACITY)));
    listen();

    try (FileChannel client = client()) {
      assertThat(next()).isEqualTo("somebody");
      client.write(bytes("reboot"));

      assertThat(next()).isEqualTo("reboot");
    }
  }

  @Test
  void newOutputComesAfterWhatWasKept() throws Exception {
    open(Unread.KEEPS_LATEST);
    backend().write(bytes("x".repeat(Backlog.CAPACITY)));
    try (FileChannel client = client()) {
      CompletableFuture<Integer> writing = write("new");

      assertThat(receive(client, Backlog.CAPACITY + 3)).startsWith("xxx").endsWith("xnew");
      writing.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Test
  void whatSomebodyDidNotReadIsForTheNext() throws Exception {
    open(Unread.WAITS);
    try (FileChannel _ = client()) {
      backend().write(bytes("unread"));
    }

    try (FileChannel client = client()) {
      assertThat(receive(client, 6)).isEqualTo("unread");
    }
  }

  @Test
  void aWriterThatWaitsForSomebodyEndsWithTheLink() {
    open(Unread.WAITS);
    CompletableFuture<Integer> writing = write("hello");

    backend().endListening();

    assertThat(writing)
        .failsWithin(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .withThrowableThat()
        .withRootCauseInstanceOf(ClosedChannelException.class);
    assertThat(path).doesNotExist();
  }

  @Test
  void aReaderThatWaitsForSomebodyEndsWithTheTerminal() throws Exception {
    open(Unread.WAITS);
    listen();

    backend().close();

    assertThat(next()).isEqualTo("end");
  }

  @Test
  void aReaderEndsWithTheTerminalThoughSomebodyIsThere() throws Exception {
    open(Unread.WAITS);
    listen();
    try (FileChannel _ = client()) {
      assertThat(next()).isEqualTo("somebody");

      backend().close();

      assertThat(next()).isEqualTo("nobody");
      assertThat(next()).isEqualTo("end");
    }
  }

  @Test
  void aWriterEndsWithTheTerminalThoughSomebodyDoesNotRead() throws IOException {
    open(Unread.WAITS);
    try (FileChannel _ = client()) {
      CompletableFuture<Integer> writing = write("x".repeat(MEGABYTE));

      backend().close();

      assertThat(writing)
          .failsWithin(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .withThrowableThat()
          .withRootCauseInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  void theEndWaitsUntilTheLastWordsAreRead() throws Exception {
    open(Unread.WAITS);
    try (FileChannel client = client()) {
      backend().write(bytes("x".repeat(5_000) + "bye"));
      CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> backend().close());

      assertThat(receive(client, 5_003)).endsWith("bye");
      closing.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void open(Unread unread) {
    opened = Optional.of(PortBackend.open(connection, unread));
    backend().watch(now -> heard.add(now ? "somebody" : "nobody"));
  }

  private PortBackend backend() {
    return opened.orElseThrow();
  }

  private FileChannel client() throws IOException {
    return FileChannel.open(path, READ, WRITE);
  }

  /** What is read from now on is heard. */
  private void listen() {
    Thread.ofPlatform().daemon().start(this::readToTheEnd);
  }

  private void readToTheEnd() {
    ByteBuffer buffer = ByteBuffer.allocate(64);
    try {
      while (backend().read(buffer) >= 0) {
        heard.add(US_ASCII.decode(buffer.flip()).toString());
        buffer.clear();
      }
      heard.add("end");
    } catch (IOException e) {
      heard.add(e.toString());
    }
  }

  private String next() throws InterruptedException {
    return String.valueOf(heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  private CompletableFuture<Integer> write(String text) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return backend().write(bytes(text));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static String receive(FileChannel client, int length) {
    return new String(receiveBytes(client, length), US_ASCII);
  }

  private static byte[] receiveBytes(FileChannel client, int length) {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    try {
      while (buffer.hasRemaining()) {
        assertThat(client.read(buffer)).isPositive();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return buffer.array();
  }

  /** How many pseudoterminals this process has made, of those that are open. */
  private static int masters() throws IOException {
    int count = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path file : files) {
        count += Files.readSymbolicLink(file).endsWith("ptmx") ? 1 : 0;
      }
    }
    return count;
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }
}
