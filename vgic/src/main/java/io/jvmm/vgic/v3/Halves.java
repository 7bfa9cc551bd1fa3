package io.jvmm.vgic.v3;

/** A 64-bit register that may be accessed by halves. */
final class Halves {
  private static final long WORD_MASK = 0xffff_ffffL;

  private Halves() {}

  /** What an access to part of it reads. */
  static long read(long register, int offset, int width) {
    return width == Long.BYTES ? register : register >>> (offset * Byte.SIZE) & WORD_MASK;
  }

  /** What it holds after an access to part of it. */
  static long write(long register, int offset, int width, long value) {
    if (width == Long.BYTES) {
      return value;
    }
    int shift = offset * Byte.SIZE;
    return (register & ~(WORD_MASK << shift)) | ((value & WORD_MASK) << shift);
  }
}
