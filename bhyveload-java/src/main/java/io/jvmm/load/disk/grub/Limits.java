package io.jvmm.load.disk.grub;

/** What a script may do before it is given up: commands that are run, characters that they get. */
final class Limits {
  private static final int MOST_COMMANDS = 100_000;
  private static final long MOST_CHARACTERS = 16 << 20;
  private static final int DEEPEST_CALL = 50;

  private int commands;
  private long characters;
  private int depth;

  /** Thrown when a script has reached a limit. */
  static final class LimitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LimitException(String message) {
      super(message);
    }
  }

  void command() {
    if (++commands > MOST_COMMANDS) {
      throw new LimitException("it runs more than " + MOST_COMMANDS + " commands");
    }
  }

  void characters(int count) {
    characters += count;
    if (characters > MOST_CHARACTERS) {
      throw new LimitException("its words have more than " + MOST_CHARACTERS + " characters");
    }
  }

  void enter() {
    if (++depth > DEEPEST_CALL) {
      throw new LimitException("its calls are more than " + DEEPEST_CALL + " deep");
    }
  }

  void leave() {
    depth--;
  }
}
