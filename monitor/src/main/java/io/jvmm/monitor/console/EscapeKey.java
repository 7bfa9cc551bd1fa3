package io.jvmm.monitor.console;

import java.util.Optional;

/**
 * Finds the user's commands in what is typed: the escape key is Ctrl-], followed by one more key.
 * For terminals only: piped input is never searched.
 */
public final class EscapeKey {
  /** Ctrl-]: what telnet and virsh use too. */
  public static final byte KEY = 0x1d;

  /** What the user can ask for. */
  public enum Command {
    /** Ctrl-] q: stop the machine at once. */
    QUIT,
    /** Ctrl-] p: press the machine's power button. */
    POWER_BUTTON,
    /** Ctrl-] d: leave a machine alone that runs on its own. */
    DETACH,
    /** Ctrl-] ?: list the commands. */
    HELP
  }

  /**
   * What one typed byte means.
   *
   * @param input whether {@code value} goes to the guest
   * @param value the byte
   * @param command what the user asked for
   */
  public record Meaning(boolean input, byte value, Optional<Command> command) {}

  private boolean escaped; // owned by the input thread

  /** Takes one typed byte. */
  public Meaning typed(byte value) {
    if (!escaped) {
      escaped = value == KEY;
      return new Meaning(!escaped, value, Optional.empty());
    }
    escaped = false;
    return switch (value) {
      case 'q', 'Q' -> command(Command.QUIT);
      case 'p', 'P' -> command(Command.POWER_BUTTON);
      case 'd', 'D' -> command(Command.DETACH);
      case KEY -> new Meaning(true, KEY, Optional.empty());
      default -> command(Command.HELP);
    };
  }

  private static Meaning command(Command command) {
    return new Meaning(false, (byte) 0, Optional.of(command));
  }
}
