package io.jvmm.load.compress;

/** Magic numbers: the bytes by which formats are known, written as characters up to 0xff. */
public final class Magic {
  private Magic() {}

  /** Whether {@code head} has {@code magic} at {@code offset}. */
  public static boolean isAt(byte[] head, int offset, String magic) {
    if (head.length < offset + magic.length()) {
      return false;
    }
    for (int i = 0; i < magic.length(); i++) {
      if (Byte.toUnsignedInt(head[offset + i]) != magic.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
