package io.jvmm.load.disk.grub;

/** What a script is made of. */
sealed interface Token {
  /** A word, and the line that it is in, from 1. */
  record OfWord(Word word, int line) implements Token {}

  /** What has a meaning by itself. */
  enum Mark implements Token {
    /** The end of a line, or a semicolon. */
    END_OF_COMMAND,
    /** The start of a block. */
    OPEN,
    /** The end of a block. */
    CLOSE,
    /** The end of the script. */
    END_OF_SCRIPT
  }
}
