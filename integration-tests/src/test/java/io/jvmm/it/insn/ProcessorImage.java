package io.jvmm.it.insn;

import io.jvmm.vmm.VectorValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * What an instruction sees and changes: the registers, and a stretch of memory. Both sides have it
 * as one record of bytes, which {@link OracleProgram}'s loads and stores agree with.
 */
final class ProcessorImage {
  static final int STACK_POINTER = 31 * Long.BYTES;
  static final int VECTORS = STACK_POINTER + Long.BYTES;
  static final int MEMORY = VECTORS + 32 * 16;
  static final int MEMORY_BYTES = 256;
  static final int BYTES = MEMORY + MEMORY_BYTES;

  private final ByteBuffer record;

  /** Over a copy of a record; {@code order} is the byte order of the processor's data. */
  ProcessorImage(byte[] record, ByteOrder order) {
    this.record = ByteBuffer.wrap(record.clone()).order(order);
  }

  static ProcessorImage random(RandomGenerator random, ByteOrder order) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new ProcessorImage(bytes, order);
  }

  ProcessorImage copy() {
    return new ProcessorImage(record.array(), record.order());
  }

  byte[] bytes() {
    return record.array();
  }

  /** A general-purpose register; 31 is the stack pointer. */
  long x(int n) {
    return record.getLong(n * Long.BYTES);
  }

  void setX(int n, long value) {
    record.putLong(n * Long.BYTES, value);
  }

  VectorValue vector(int n) {
    long first = record.getLong(VECTORS + 16 * n);
    long second = record.getLong(VECTORS + 16 * n + 8);
    return isBigEndian() ? new VectorValue(second, first) : new VectorValue(first, second);
  }

  void setVector(int n, VectorValue value) {
    record.putLong(VECTORS + 16 * n, isBigEndian() ? value.high() : value.low());
    record.putLong(VECTORS + 16 * n + 8, isBigEndian() ? value.low() : value.high());
  }

  private boolean isBigEndian() {
    return record.order() == ByteOrder.BIG_ENDIAN;
  }

  /** The places in which this differs from another, for a person to read. */
  String differenceTo(ProcessorImage other) {
    StringBuilder text = new StringBuilder();
    for (int n = 0; n <= 31; n++) {
      if (x(n) != other.x(n)) {
        text.append(" x%d 0x%x, not 0x%x;".formatted(n, x(n), other.x(n)));
      }
      if (!vector(n).equals(other.vector(n))) {
        text.append(" v%d %s, not %s;".formatted(n, vector(n), other.vector(n)));
      }
    }
    int memory = Arrays.mismatch(memory(), other.memory());
    return memory < 0 ? text.toString() : text + " memory from +0x%x".formatted(memory);
  }

  private byte[] memory() {
    return Arrays.copyOfRange(record.array(), MEMORY, BYTES);
  }
}
