package io.jvmm.cli;

import java.text.MessageFormat;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Log lines on standard error, from {@code WARNING} up; without the start-up cost of a logging
 * framework. Lines end with a carriage return too: the terminal may be in raw mode.
 */
public final class StderrLogging extends System.LoggerFinder {
  /** To be made by {@link java.util.ServiceLoader}. */
  public StderrLogging() {}

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new StderrLogger(name);
  }

  private record StderrLogger(String name) implements System.Logger {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      return level.getSeverity() >= Level.WARNING.getSeverity();
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {
      if (isLoggable(level)) {
        print(thrown == null ? message : message + ": " + thrown);
      }
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object... parameters) {
      if (isLoggable(level)) {
        print(
            parameters == null || parameters.length == 0
                ? format
                : MessageFormat.format(String.valueOf(format), parameters));
      }
    }

    private static void print(@Nullable String message) {
      System.err.print("jvmm: " + message + "\r\n");
    }
  }
}
