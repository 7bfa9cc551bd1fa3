package io.jvmm.load.disk.block;

import java.nio.ByteBuffer;

/**
 * CRC-32C as ext4 and its journal use it: without the final inversion, so that one sum goes on from
 * another. {@link java.util.zip.CRC32C} cannot start from a given sum.
 */
public final class Crc32c {
  private static final int POLYNOMIAL = 0x82f6_3b78; // reflected
  private static final int[] TABLE = table();

  private Crc32c() {}

  private static int[] table() {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      int value = i;
      for (int bit = 0; bit < 8; bit++) {
        value = (value >>> 1) ^ ((value & 1) == 0 ? 0 : POLYNOMIAL);
      }
      table[i] = value;
    }
    return table;
  }

  /** The sum of {@code length} bytes from {@code offset}, going on from {@code seed}. */
  public static int of(int seed, ByteBuffer bytes, int offset, int length) {
    int sum = seed;
    for (int i = offset; i < offset + length; i++) {
      sum = next(sum, bytes.get(i));
    }
    return sum;
  }

  /** The sum of four bytes, the least significant first. */
  public static int ofInt(int seed, int value) {
    int sum = seed;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      sum = next(sum, (byte) (value >> shift));
    }
    return sum;
  }

  private static int next(int sum, byte value) {
    return (sum >>> 8) ^ TABLE[(sum ^ value) & 0xff];
  }
}
