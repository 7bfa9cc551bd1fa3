package io.jvmm.monitor.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.monitor.console.MachineConsole.ConsoleSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MachineConsoleTest {
  private static final int PATIENCE_SECONDS = 10;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

  @Test
  void bothConsolesPrintToTheUserInOrder() throws IOException {
    try (MachineConsole console = console("", Optional.empty(), out)) {
      console.serial((byte) 'a');
      console.channel().write(ByteBuffer.wrap("bc".getBytes(US_ASCII)));
      console.serial((byte) 'd');
    }

    assertThat(out.toString(US_ASCII)).isEqualTo("abcd");
  }

  @Test
  void moreOutputThanTheBufferHoldsArrivesWhole() throws IOException {
    byte[] large = "0123456789abcdef".repeat(20_000).getBytes(US_ASCII);

    try (MachineConsole console = console("", Optional.empty(), out)) {
      console.channel().write(ByteBuffer.wrap(large));
    }

    assertThat(out.toByteArray()).isEqualTo(large);
  }

  @Test
  void pipedInputEndsWithControlD() throws InterruptedException {
    try (MachineConsole console = console("hi", Optional.empty(), out)) {
      console.connect(this::receive);

      assertThat(next()).isEqualTo("hi");
      assertThat(next()).isEqualTo("\u0004");
    }
  }

  @Test
  void pipedInputWaitsUntilTheGuestIsReady() throws InterruptedException, IOException {
    try (MachineConsole console = console("hi", Optional.of("# "), out)) {
      console.connect(this::receive);
      assertThat(received).isEmpty();

      console.channel().write(ByteBuffer.wrap("root# ".getBytes(US_ASCII)));

      assertThat(next()).isEqualTo("hi");
    }
  }

  @Test
  void inputThatAClosedDeviceDidNotTakeGoesToItsSuccessor() throws InterruptedException {
    try (MachineConsole console = console("hi", Optional.empty(), out)) {
      console.connect(_ -> false);
      console.connect(this::receive);

      assertThat(next()).isEqualTo("hi");
    }
  }

  @Test
  void nobodyWaitsForAnotherMachineOnceItIsClosed() throws Exception {
    CompletableFuture<Thread> reader = new CompletableFuture<>();
    GuestInput closed = _ -> !reader.complete(Thread.currentThread());
    try (MachineConsole console = console("hi", Optional.empty(), out)) {
      console.connect(closed);
      reader.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    assertThat(reader.get().join(Duration.ofSeconds(PATIENCE_SECONDS))).isTrue();
  }

  @Test
  void aGuestThatStartsAgainIsToldTheEndOfInputAgain() throws InterruptedException, IOException {
    try (MachineConsole console = console("", Optional.of("# "), out)) {
      console.connect(this::receive);
      console.channel().write(ByteBuffer.wrap("# ".getBytes(US_ASCII)));
      assertThat(next()).isEqualTo("\u0004");

      console.connect(this::receive);
      assertThat(received).isEmpty();
      console.channel().write(ByteBuffer.wrap("# ".getBytes(US_ASCII)));

      assertThat(next()).isEqualTo("\u0004");
    }
  }

  @Test
  void aUserWhoWentAwayDoesNotStopTheMachine() throws IOException {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    byte[] large = new byte[1 << 20];

    try (MachineConsole console = console("", Optional.empty(), gone)) {
      assertThat(console.channel().write(ByteBuffer.wrap(large))).isEqualTo(large.length);
    }
  }

  private boolean receive(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    received.add(new String(copy, US_ASCII));
    return true;
  }

  private String next() throws InterruptedException {
    return String.valueOf(received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  private static MachineConsole console(String input, Optional<String> after, OutputStream out) {
    return MachineConsole.over(
        new ByteArrayInputStream(input.getBytes(US_ASCII)),
        out,
        new ConsoleSettings(after, () -> {}, () -> {}));
  }
}
