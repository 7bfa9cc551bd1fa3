package io.jvmm.mmio.insn;

import java.nio.ByteBuffer;

/** Numbers of 1, 2, 4 or 8 bytes at a buffer's position and in its byte order. */
final class Datum {
  private Datum() {}

  /** The next number, zero-extended. */
  static long get(ByteBuffer buffer, int bytes) {
    return switch (bytes) {
      case 1 -> Byte.toUnsignedLong(buffer.get());
      case 2 -> Short.toUnsignedLong(buffer.getShort());
      case 4 -> Integer.toUnsignedLong(buffer.getInt());
      case 8 -> buffer.getLong();
      default -> throw new IllegalArgumentException("no number has %d bytes".formatted(bytes));
    };
  }

  /** Puts the low bytes of a number. */
  static void put(ByteBuffer buffer, int bytes, long value) {
    switch (bytes) {
      case 1 -> buffer.put((byte) value);
      case 2 -> buffer.putShort((short) value);
      case 4 -> buffer.putInt((int) value);
      case 8 -> buffer.putLong(value);
      default -> throw new IllegalArgumentException("no number has %d bytes".formatted(bytes));
    }
  }
}
