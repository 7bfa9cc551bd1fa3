package io.jvmm.monitor.console;

import static io.jvmm.monitor.console.PortBackend.Unread.KEEPS_LATEST;

import io.jvmm.monitor.console.InputPump.Source;
import io.jvmm.monitor.console.Terminal.Size;
import io.jvmm.virtio.console.PortOutput;
import io.jvmm.vmm.spec.ConsoleSpec;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The user's end of the guest's consoles: standard input and output, a terminal or not, or what the
 * specification connects them to. Outlives the machine: after a reset the new machine's devices are
 * {@link #connect connected} to it.
 */
public final class MachineConsole implements AutoCloseable {
  private static final String HELP =
      "\r\n[jvmm] Ctrl-] q: stop the machine   Ctrl-] p: press its power button   "
          + "Ctrl-] Ctrl-]: send Ctrl-]\r\n";
  private static final int SECONDS_TO_CHOOSE = 5;
  private static final String INPUT_THREAD = "console-input";
  private static final Size NO_TERMINAL = new Size(80, 25);

  private final Optional<Screen> screen;
  private final Runnable release; // of the user's end
  private final ConsoleOutput output;
  private final InputGate gate;
  private final InputPump pump;

  /** The user's end. */
  private record End(Optional<Screen> screen, Source source, OutputStream out, Runnable release) {}

  private MachineConsole(End end, ConsoleSettings settings) {
    this.screen = end.screen();
    this.release = end.release();
    this.output = new ConsoleOutput("console", end.out());
    this.gate = new InputGate(settings.inputAfter());
    this.pump = new InputPump(end.source(), gate, command -> obey(command, settings));
  }

  /**
   * How the console behaves.
   *
   * @param inputAfter what piped input waits for
   * @param onQuit what to do when the user asks to stop the machine
   * @param onPowerButton what to do when the user presses its power button
   */
  public record ConsoleSettings(
      Optional<String> inputAfter, Runnable onQuit, Runnable onPowerButton) {
    private ConsoleSettings withoutGate() {
      return new ConsoleSettings(Optional.empty(), onQuit, onPowerButton);
    }
  }

  /**
   * The console of a specification: at standard input and output, or where it says.
   *
   * @throws io.jvmm.vmm.error.HostException if the host refuses to connect it there
   */
  public static MachineConsole of(ConsoleSpec spec, ConsoleSettings settings) {
    return spec.connect()
        .map(connection -> connected(PortBackend.open(connection, KEEPS_LATEST), settings))
        .orElseGet(() -> standard(settings));
  }

  private static MachineConsole connected(PortBackend backend, ConsoleSettings settings) {
    Source source = Source.ofClients(INPUT_THREAD, Channels.newInputStream(backend));
    End end = new End(Optional.empty(), source, Channels.newOutputStream(backend), backend::close);
    return new MachineConsole(end, settings.withoutGate());
  }

  /** The console at standard input and output; a terminal is put into raw mode. */
  private static MachineConsole standard(ConsoleSettings settings) {
    InputStream in = new FileInputStream(FileDescriptor.in);
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    Optional<Terminal> terminal = Terminal.enterRaw();
    if (terminal.isEmpty()) {
      return over(in, out, settings);
    }
    return onScreen(terminal.get(), in, out, terminal.get()::close, settings);
  }

  /** The console of a user who is there. */
  static MachineConsole onScreen(
      Screen screen, InputStream in, OutputStream out, Runnable release, ConsoleSettings settings) {
    Source source = Source.ofTerminal(INPUT_THREAD, in);
    return new MachineConsole(
        new End(Optional.of(screen), source, out, release), settings.withoutGate());
  }

  /** The console of a machine that is only looked at. */
  public static MachineConsole nowhere() {
    return over(
        InputStream.nullInputStream(),
        OutputStream.nullOutputStream(),
        new ConsoleSettings(Optional.empty(), () -> {}, () -> {}));
  }

  /** The console of a machine that runs on its own. */
  public static MachineConsole at(ConsoleHub hub, ConsoleSettings settings) {
    Source source = Source.ofClients(INPUT_THREAD, hub.input());
    End end = new End(Optional.empty(), source, hub.output(), hub::close);
    return new MachineConsole(end, settings.withoutGate());
  }

  /** A console over streams that are no terminal. */
  public static MachineConsole over(InputStream in, OutputStream out, ConsoleSettings settings) {
    End end = new End(Optional.empty(), Source.ofPipe(INPUT_THREAD, in), out, () -> {});
    return new MachineConsole(end, settings);
  }

  /** Sends what the user types to this device from now on. */
  public void connect(GuestInput device) {
    pump.connect(device);
  }

  /**
   * Has the user choose from a list, before the machine runs; who has no terminal is not asked.
   * What is typed behind the choice is for the device that is connected, or will be. The machine's
   * escape key works meanwhile.
   *
   * @param entries at least one, printable
   * @param selected the place of the one that is chosen if nobody chooses, from 0
   * @param cancelled whether nobody needs the answer any more
   * @return the place of the chosen one
   */
  public int choose(List<String> entries, int selected, BooleanSupplier cancelled) {
    if (screen.isEmpty() || entries.size() == 1) {
      return selected;
    }
    TerminalChoice choice =
        new TerminalChoice(
            new ChoiceList(entries, selected), SECONDS_TO_CHOOSE, size(), this::print);
    GuestInput connected = pump.device();
    connect(choice);
    try {
      return choice.await(cancelled, 1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return selected;
    } finally {
      connect(connected);
    }
  }

  /** Where the paravirtual console's output goes. */
  public PortOutput output() {
    return new GuestOutput(gate, output);
  }

  /** One byte of the output of a console that sends bytes one by one. */
  public void serial(byte value) {
    gate.printed(ByteBuffer.wrap(new byte[] {value}));
    output.write(value);
  }

  /** The size of the user's terminal; 80 by 25 where there is none. */
  public Size size() {
    return screen.flatMap(Screen::size).orElse(NO_TERMINAL);
  }

  /** Writes out what is left and gives the user's end back. */
  @Override
  public void close() {
    output.close();
    release.run();
    pump.end();
  }

  private void obey(EscapeKey.Command command, ConsoleSettings settings) {
    switch (command) {
      case QUIT -> settings.onQuit().run();
      case POWER_BUTTON -> settings.onPowerButton().run();
      case HELP, DETACH -> print(HELP); // there is nothing to detach from
    }
  }

  private void print(String text) {
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      output.write(each);
    }
  }
}
