package io.jvmm.monitor.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.monitor.console.MachineConsole.ConsoleSettings;
import io.jvmm.monitor.console.Terminal.Size;
import io.jvmm.virtio.testkit.LogCapture;
import io.jvmm.vmm.spec.ConsoleSpec;
import io.jvmm.vmm.spec.PortConnection;
import io.jvmm.vmm.spec.PortConnection.ToTerminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineConsoleTest {
  private static final int PATIENCE_SECONDS = 10;

  private static final ConsoleSettings NO_SETTINGS =
      new ConsoleSettings(Optional.empty(), () -> {}, () -> {});

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

  @Test
  void bothConsolesPrintToTheUserInOrder() throws InterruptedException {
    try (MachineConsole console = console("", Optional.empty(), out)) {
      console.serial((byte) 'a');
      Printer.print(console.output(), "bc".getBytes(US_ASCII));
      console.serial((byte) 'd');
    }

    assertThat(out.toString(US_ASCII)).isEqualTo("abcd");
  }

  @Test
  void moreOutputThanTheBufferHoldsArrivesWhole() throws InterruptedException {
    byte[] large = "0123456789abcdef".repeat(20_000).getBytes(US_ASCII);

    try (MachineConsole console = console("", Optional.empty(), out)) {
      Printer.print(console.output(), large);
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
  void pipedInputWaitsUntilTheGuestIsReady() throws InterruptedException {
    try (MachineConsole console = console("hi", Optional.of("# "), out)) {
      console.connect(this::receive);
      assertThat(received).isEmpty();

      Printer.print(console.output(), "root# ".getBytes(US_ASCII));

      assertThat(next()).isEqualTo("hi");
    }
  }

  @Test
  void whatIsTypedBehindAChoiceGoesToTheDeviceThatWasConnected() throws Exception {
    Pipe cable = Pipe.open();
    try (OutputStream keyboard = Channels.newOutputStream(cable.sink());
        MachineConsole console = onScreen(Channels.newInputStream(cable.source()))) {
      console.connect(this::receive);
      Thread.ofVirtual().start(() -> chooseSecond(keyboard));

      assertThat(console.choose(List.of("one", "two"), 0, () -> false)).isEqualTo(1);

      keyboard.write("ls".getBytes(US_ASCII));
      keyboard.flush();
      assertThat(next()).isEqualTo("ls");
    }
  }

  /** Once the list is there to be read. */
  private void chooseSecond(OutputStream keyboard) {
    try {
      while (!out.toString(US_ASCII).contains("two")) {
        Thread.onSpinWait();
      }
      keyboard.write("2\r".getBytes(US_ASCII));
      keyboard.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whoHasNoTerminalIsNotAsked() throws InterruptedException {
    try (MachineConsole console = console("2", Optional.empty(), out)) {
      assertThat(console.choose(List.of("one", "two"), 0, () -> false)).isZero();
    }

    assertThat(out.toString(US_ASCII)).isEmpty();
  }

  private MachineConsole onScreen(InputStream keyboard) {
    return MachineConsole.onScreen(
        () -> Optional.of(new Size(80, 25)), keyboard, out, () -> {}, NO_SETTINGS);
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
  void aGuestThatStartsAgainIsToldTheEndOfInputAgain() throws InterruptedException {
    try (MachineConsole console = console("", Optional.of("# "), out)) {
      console.connect(this::receive);
      Printer.print(console.output(), "# ".getBytes(US_ASCII));
      assertThat(next()).isEqualTo("\u0004");

      console.connect(this::receive);
      assertThat(received).isEmpty();
      Printer.print(console.output(), "# ".getBytes(US_ASCII));

      assertThat(next()).isEqualTo("\u0004");
    }
  }

  @Test
  void aUserWhoWentAwayIsReportedOnceAndDoesNotStopTheMachine() throws InterruptedException {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("Broken pipe");
          }
        };

    try (LogCapture log = LogCapture.start();
        MachineConsole console = console("", Optional.empty(), gone)) {
      Printer.print(console.output(), new byte[1 << 20]);

      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("console: cannot write the guest's output", "Broken pipe");
    }
  }

  @Test
  void theUserMayBeAtAPseudoterminal(@TempDir Path directory) throws Exception {
    Path path = directory.resolve("console");
    try (MachineConsole console = MachineConsole.of(at(new ToTerminal(path)), NO_SETTINGS)) {
      console.connect(this::receive);
      Printer.print(console.output(), "login: ".getBytes(US_ASCII));
      try (RandomAccessFile user = new RandomAccessFile(path.toFile(), "rw")) {
        byte[] prompt = new byte["login: ".length()];
        user.readFully(prompt);
        assertThat(prompt).asString(US_ASCII).isEqualTo("login: ");

        user.write("root\r".getBytes(US_ASCII));

        assertThat(next()).isEqualTo("root\r");
      }
    }
  }

  private static ConsoleSpec at(PortConnection connection) {
    return new ConsoleSpec(
        ConsoleSpec.Input.VIRTIO, Optional.empty(), Optional.of(connection), List.of());
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
