package io.jvmm.nested;

import io.jvmm.provisioning.StandardStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The settings of the terminal on standard input, as {@code stty -g} writes them. ssh restores them
 * itself, but not when it is killed.
 */
final class TerminalSettings implements AutoCloseable {
  private final Optional<String> saved;

  private TerminalSettings(Optional<String> saved) {
    this.saved = saved;
  }

  /** Whether a person sits at both standard input and output. */
  static boolean isInteractive() {
    return StandardStream.INPUT.isTerminal() && StandardStream.OUTPUT.isTerminal();
  }

  /** Remembers the settings, if there is a terminal. */
  static TerminalSettings save() {
    return new TerminalSettings(isInteractive() ? stty("-g") : Optional.empty());
  }

  /** Puts the settings back. */
  @Override
  public void close() {
    saved.ifPresent(TerminalSettings::stty);
  }

  private static Optional<String> stty(String argument) {
    try {
      Process stty =
          new ProcessBuilder(List.of("stty", argument))
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String output = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return stty.waitFor() == 0 ? Optional.of(output.strip()) : Optional.empty();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
