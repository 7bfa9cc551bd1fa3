package io.jvmm.load.disk.block;

/** Text of the guest's that goes to the user's terminal, which must not take it for commands. */
public final class Printable {
  private static final int LONGEST = 400;

  private Printable() {}

  /** The text without control characters, and cut off where no line needs to be longer. */
  public static String of(String text) {
    StringBuilder printable = new StringBuilder();
    text.codePoints()
        .limit(LONGEST)
        .map(c -> isPlain(c) ? c : '\ufffd')
        .forEach(printable::appendCodePoint);
    return text.codePointCount(0, text.length()) > LONGEST
        ? printable.append("...").toString()
        : printable.toString();
  }

  // Format characters include those that change the direction of the text.
  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
