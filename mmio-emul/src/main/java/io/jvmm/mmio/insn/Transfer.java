package io.jvmm.mmio.insn;

import io.jvmm.vmm.VectorValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One datum of a load or store: so many bytes of memory, and the part of a register that they
 * belong to. The buffers are positioned at the datum and have the byte order of the guest's data.
 */
public sealed interface Transfer {
  /** Its size: 1, 2, 4, 8 or 16. */
  int bytes();

  /** Puts the datum in its register. */
  void load(ByteBuffer memory, RegisterFile registers);

  /** Takes the datum from its register. */
  void store(RegisterFile registers, ByteBuffer memory);

  /** What a load puts above a datum in a general-purpose register. */
  enum Extension {
    /** Zeroes. */
    ZERO,
    /** Its sign up to bit 31, zeroes above. */
    SIGN_32,
    /** Its sign. */
    SIGN_64;

    long of(long datum, int bytes) {
      int above = Long.SIZE - bytes * Byte.SIZE;
      long signed = datum << above >> above;
      return switch (this) {
        case ZERO -> datum;
        case SIGN_32 -> signed & 0xffff_ffffL;
        case SIGN_64 -> signed;
      };
    }
  }

  /**
   * A general-purpose register; number 31 is zero.
   *
   * @param bytes at most 8
   * @param extension for loads
   */
  record General(int register, int bytes, Extension extension) implements Transfer {
    @Override
    public void load(ByteBuffer memory, RegisterFile registers) {
      registers.setX(register, extension.of(Datum.get(memory, bytes), bytes));
    }

    @Override
    public void store(RegisterFile registers, ByteBuffer memory) {
      Datum.put(memory, bytes, registers.x(register));
    }
  }

  /**
   * An element of a vector register.
   *
   * @param index counted in elements of this size from bit 0
   * @param bytes at most 8
   * @param rest for loads: what happens to other elements
   */
  record Lane(int vector, int index, int bytes, Rest rest) implements Transfer {
    /** What a load does to a register's other elements. */
    public enum Rest {
      /** They keep their values. */
      KEPT,
      /** Those above become zero: of ascending elements, the last clears the unused half. */
      CLEARED_ABOVE
    }

    @Override
    public void load(ByteBuffer memory, RegisterFile registers) {
      insert(Datum.get(memory, bytes), registers);
    }

    @Override
    public void store(RegisterFile registers, ByteBuffer memory) {
      VectorValue value = registers.vector(vector);
      Datum.put(memory, bytes, (isLow() ? value.low() : value.high()) >>> shift());
    }

    private void insert(long datum, RegisterFile registers) {
      VectorValue old = registers.vector(vector);
      long above = rest == Rest.KEPT ? old.high() : 0;
      VectorValue changed =
          isLow()
              ? new VectorValue(insert(datum, old.low()), above)
              : new VectorValue(old.low(), insert(datum, old.high()));
      registers.setVector(vector, changed);
    }

    private long insert(long datum, long half) {
      long element = -1L >>> (Long.SIZE - bytes * Byte.SIZE) << shift();
      long replaced = rest == Rest.KEPT ? element : -1L << shift();
      return (half & ~replaced) | datum << shift();
    }

    private boolean isLow() {
      return index * bytes < Long.BYTES;
    }

    private int shift() {
      return index * bytes % Long.BYTES * Byte.SIZE;
    }
  }

  /** A whole vector register. */
  record Quad(int vector) implements Transfer {
    @Override
    public int bytes() {
      return 2 * Long.BYTES;
    }

    @Override
    public void load(ByteBuffer memory, RegisterFile registers) {
      long first = memory.getLong();
      long second = memory.getLong();
      registers.setVector(vector, ordered(memory.order(), first, second));
    }

    @Override
    public void store(RegisterFile registers, ByteBuffer memory) {
      VectorValue value = registers.vector(vector);
      VectorValue inMemory = ordered(memory.order(), value.low(), value.high());
      memory.putLong(inMemory.low()).putLong(inMemory.high());
    }

    private static VectorValue ordered(ByteOrder order, long first, long second) {
      return order == ByteOrder.LITTLE_ENDIAN
          ? new VectorValue(first, second)
          : new VectorValue(second, first);
    }
  }

  /**
   * All elements of a vector register, filled with one datum; for loads.
   *
   * @param bytes at most 8
   * @param lanes how many elements; those above become zero
   */
  record Replicated(int vector, int bytes, int lanes) implements Transfer {
    @Override
    public void load(ByteBuffer memory, RegisterFile registers) {
      long datum = Datum.get(memory, bytes);
      for (int index = 0; index < lanes; index++) {
        new Lane(vector, index, bytes, Lane.Rest.CLEARED_ABOVE).insert(datum, registers);
      }
    }

    @Override
    public void store(RegisterFile registers, ByteBuffer memory) {
      throw new UnsupportedOperationException("no store replicates");
    }
  }
}
