package io.jvmm.monitor.console;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jvmm.monitor.console.EscapeKey.Command;
import io.jvmm.monitor.console.EscapeKey.Meaning;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Attaches this process's standard input and output to the console of a machine that runs on its
 * own, until the user detaches or the machine stops. On a terminal the escape key works as it does
 * for a machine in the foreground.
 */
public final class ConsoleAttachment {
  private static final int CHUNK = 8 << 10;
  private static final String HELP =
      "\r\n[jvmm] Ctrl-] d: detach   Ctrl-] q: stop the machine   "
          + "Ctrl-] p: press its power button   Ctrl-] Ctrl-]: send Ctrl-]\r\n";

  private final SocketChannel console;
  private final OutputStream screen;
  private final Consumer<Command> orders;
  private volatile boolean detached;

  /** How it ended. */
  public enum End {
    /** The user detached. */
    DETACHED,
    /** The machine stopped. */
    STOPPED
  }

  private ConsoleAttachment(SocketChannel console, OutputStream screen, Consumer<Command> orders) {
    this.console = console;
    this.screen = screen;
    this.orders = orders;
  }

  /**
   * Attaches, and returns when that is over.
   *
   * @param machine its name, for errors
   * @param orders gets what the user asks of the machine: to stop it, or to press its power button
   * @throws ConfigurationException if the machine does not run on its own
   */
  public static End attach(Path socket, String machine, Consumer<Command> orders) {
    try (SocketChannel console = connect(socket, machine)) {
      Optional<Terminal> terminal = Terminal.enterRaw();
      try {
        OutputStream screen = new FileOutputStream(FileDescriptor.out);
        ConsoleAttachment attachment = new ConsoleAttachment(console, screen, orders);
        InputStream keyboard = new FileInputStream(FileDescriptor.in);
        Thread.ofPlatform()
            .daemon()
            .name("console-input")
            .start(() -> attachment.type(keyboard, terminal.isPresent()));
        return attachment.watch();
      } finally {
        terminal.ifPresent(Terminal::close);
      }
    } catch (IOException e) {
      throw new HostException("the console of '%s' is lost: %s".formatted(machine, e), e);
    }
  }

  /**
   * The bytes of a console, both ways; for whoever is no terminal.
   *
   * @param machine its name, for errors
   * @throws ConfigurationException if the machine does not run on its own
   */
  public static SocketChannel connect(Path socket, String machine) throws IOException {
    if (!Files.exists(socket)) {
      throw noConsole(machine);
    }
    try {
      return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    } catch (ConnectException e) {
      throw noConsole(machine);
    }
  }

  private static ConfigurationException noConsole(String machine) {
    return new ConfigurationException(
        "machine '%s' has no console to attach to: start it with jvmm start".formatted(machine));
  }

  private End watch() throws IOException {
    byte[] chunk = new byte[CHUNK];
    InputStream printed = Channels.newInputStream(console);
    try {
      for (int length = printed.read(chunk); length >= 0; length = printed.read(chunk)) {
        screen.write(chunk, 0, length);
      }
    } catch (IOException e) {
      if (!detached) {
        throw e;
      }
    }
    return detached ? End.DETACHED : End.STOPPED;
  }

  private void type(InputStream keyboard, boolean terminal) {
    byte[] chunk = new byte[CHUNK];
    EscapeKey escape = new EscapeKey();
    try {
      for (int length = keyboard.read(chunk); length >= 0; length = keyboard.read(chunk)) {
        int kept = terminal ? typed(chunk, length, escape) : length;
        send(ByteBuffer.wrap(chunk, 0, kept));
      }
      console.shutdownOutput();
    } catch (IOException e) {
      return; // whoever watches notices too
    }
  }

  private void send(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      console.write(bytes);
    }
  }

  private int typed(byte[] chunk, int length, EscapeKey escape) throws IOException {
    int kept = 0;
    for (int i = 0; i < length; i++) {
      Meaning meaning = escape.typed(chunk[i]);
      if (meaning.input()) {
        chunk[kept++] = meaning.value();
      }
      if (meaning.command().isPresent()) {
        obey(meaning.command().get());
      }
    }
    return kept;
  }

  private void obey(Command command) throws IOException {
    switch (command) {
      case DETACH -> {
        detached = true;
        console.close();
      }
      case HELP -> screen.write(HELP.getBytes(US_ASCII));
      case QUIT, POWER_BUTTON -> orders.accept(command);
    }
  }
}
