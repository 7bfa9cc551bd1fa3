package io.jvmm.monitor.console;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The terminal at standard input, driven by {@code stty}: raw while the guest has it, and as it was
 * before on every way out of this process (the launcher restores it once more, for the one way that
 * runs no code here: a SIGKILL).
 */
public final class Terminal implements Screen, AutoCloseable {
  private final String saved;
  private final Thread hook = Thread.ofPlatform().unstarted(this::restore);

  /**
   * A terminal's size.
   *
   * @param columns at least 1
   * @param rows at least 1
   */
  public record Size(int columns, int rows) {}

  private Terminal(String saved) {
    this.saved = saved;
  }

  /** The terminal in raw mode; empty if standard input is none. */
  public static Optional<Terminal> enterRaw() {
    if (!looksLikeTerminal()) {
      return Optional.empty();
    }
    Optional<String> saved = stty("-g");
    return saved.map(
        settings -> {
          Terminal terminal = new Terminal(settings);
          Runtime.getRuntime().addShutdownHook(terminal.hook);
          stty("raw", "-echo");
          return terminal;
        });
  }

  @Override
  public Optional<Size> size() {
    return stty("size").flatMap(Terminal::parseSize);
  }

  static Optional<Size> parseSize(String text) {
    String[] words = text.split(" ", -1);
    if (words.length != 2 || !words[0].matches("\\d{1,4}") || !words[1].matches("\\d{1,4}")) {
      return Optional.empty();
    }
    Size size = new Size(Integer.parseInt(words[1]), Integer.parseInt(words[0]));
    return size.columns() > 0 && size.rows() > 0 ? Optional.of(size) : Optional.empty();
  }

  /** Puts it back as it was. */
  @Override
  public void close() {
    restore();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook has run or will, and restoring twice does no harm.
      hook.setName("terminal-restored");
    }
  }

  private void restore() {
    stty(saved);
  }

  /** Saves starting a process where standard input is a pipe or a file. */
  private static boolean looksLikeTerminal() {
    try {
      Path input = Files.readSymbolicLink(Path.of("/proc/self/fd/0"));
      return input.startsWith("/dev") && !input.equals(Path.of("/dev/null"));
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<String> stty(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "stty";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(Redirect.INHERIT)
              .redirectError(Redirect.DISCARD)
              .start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return process.waitFor() == 0 ? Optional.of(output.strip()) : Optional.empty();
    } catch (IOException e) {
      throw new HostException("cannot run stty: install coreutils", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
