package io.jvmm.monitor.console;

import io.jvmm.monitor.console.Terminal.Size;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The user's end of the guest's consoles: standard input and output, a terminal or not. Outlives
 * the machine: after a reset the new machine's devices are {@link #connect connected} to it.
 */
public final class MachineConsole implements AutoCloseable {
  private static final String HELP =
      "\r\n[jvmm] Ctrl-] q: stop the machine   Ctrl-] p: press its power button   "
          + "Ctrl-] Ctrl-]: send Ctrl-]\r\n";
  private static final Size NO_TERMINAL = new Size(80, 25);

  private final Optional<Terminal> terminal;
  private final ConsoleOutput output;
  private final InputGate gate;
  private final InputPump pump;

  private MachineConsole(
      Optional<Terminal> terminal, InputStream in, OutputStream out, ConsoleSettings settings) {
    this.terminal = terminal;
    this.output = new ConsoleOutput(out);
    this.gate = new InputGate(terminal.isPresent() ? Optional.empty() : settings.inputAfter());
    this.pump = new InputPump(in, gate, terminal.isPresent(), command -> obey(command, settings));
  }

  /**
   * How the console behaves.
   *
   * @param inputAfter what piped input waits for
   * @param onQuit what to do when the user asks to stop the machine
   * @param onPowerButton what to do when the user presses its power button
   */
  public record ConsoleSettings(
      Optional<String> inputAfter, Runnable onQuit, Runnable onPowerButton) {}

  /** The console at standard input and output; a terminal is put into raw mode. */
  public static MachineConsole standard(ConsoleSettings settings) {
    return new MachineConsole(
        Terminal.enterRaw(),
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        settings);
  }

  /** A console over streams that are no terminal. */
  public static MachineConsole over(InputStream in, OutputStream out, ConsoleSettings settings) {
    return new MachineConsole(Optional.empty(), in, out, settings);
  }

  /** Sends what the user types to this device from now on. */
  public void connect(GuestInput device) {
    pump.connect(device);
  }

  /** Where the paravirtual console's output goes; never closed. */
  public WritableByteChannel channel() {
    return new OutputChannel();
  }

  /** One byte of the output of a console that sends bytes one by one. */
  public void serial(byte value) {
    byte[] one = {value};
    gate.printed(one, 0, 1);
    output.write(value);
  }

  /** The size of the user's terminal; 80 by 25 where there is none. */
  public Size size() {
    return terminal.flatMap(Terminal::size).orElse(NO_TERMINAL);
  }

  /** Writes out what is left and gives the terminal back. */
  @Override
  public void close() {
    output.close();
    terminal.ifPresent(Terminal::close);
  }

  private void obey(EscapeKey.Command command, ConsoleSettings settings) {
    switch (command) {
      case QUIT -> settings.onQuit().run();
      case POWER_BUTTON -> settings.onPowerButton().run();
      case HELP -> print(HELP);
    }
  }

  private void print(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    output.write(bytes, 0, bytes.length);
  }

  /** Copies what the console device writes; called by one thread, the device's own. */
  private final class OutputChannel implements WritableByteChannel {
    private final byte[] copy = new byte[4096];

    @Override
    public int write(ByteBuffer source) {
      int total = source.remaining();
      while (source.hasRemaining()) {
        int length = Math.min(source.remaining(), copy.length);
        source.get(copy, 0, length);
        gate.printed(copy, 0, length);
        output.write(copy, 0, length);
      }
      return total;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      // The console outlives the device.
    }
  }
}
