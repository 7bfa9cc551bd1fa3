package io.jvmm.mmio.insn;

import java.util.Optional;

/** How an instruction says where in memory it works (Arm ARM, C1.3.3). */
public sealed interface AddressMode {
  /** The address, and what becomes of the base register. Reads registers, changes none. */
  Resolved resolve(RegisterFile registers);

  /**
   * An addressing mode, with the registers read.
   *
   * @param address virtual
   * @param writeBack what the base register becomes, if it changes
   */
  record Resolved(long address, Optional<WriteBack> writeBack) {
    static Resolved of(long address) {
      return new Resolved(address, Optional.empty());
    }

    static Resolved of(long address, int base, long newBase) {
      return new Resolved(address, Optional.of(new WriteBack(base, newBase)));
    }
  }

  /** A change of a base register. */
  record WriteBack(int base, long value) {
    void applyTo(RegisterFile registers) {
      registers.setBase(base, value);
    }
  }

  /** A base and an immediate offset. */
  record Offset(int base, long offset) implements AddressMode {
    @Override
    public Resolved resolve(RegisterFile registers) {
      return Resolved.of(registers.base(base) + offset);
    }
  }

  /** A base, which the offset is added to before. */
  record PreIndex(int base, long offset) implements AddressMode {
    @Override
    public Resolved resolve(RegisterFile registers) {
      long address = registers.base(base) + offset;
      return Resolved.of(address, base, address);
    }
  }

  /** A base, which the offset is added to afterwards. */
  record PostIndex(int base, long offset) implements AddressMode {
    @Override
    public Resolved resolve(RegisterFile registers) {
      long address = registers.base(base);
      return Resolved.of(address, base, address + offset);
    }
  }

  /** A base, which a register is added to afterwards. */
  record PostIndexRegister(int base, int index) implements AddressMode {
    @Override
    public Resolved resolve(RegisterFile registers) {
      long address = registers.base(base);
      return Resolved.of(address, base, address + registers.x(index));
    }
  }

  /**
   * A base and an index register.
   *
   * @param extend which part of the index counts
   * @param shift by how many bits the index is shifted to the left
   */
  record RegisterOffset(int base, int index, Extend extend, int shift) implements AddressMode {
    /** The part of an index register that counts. */
    public enum Extend {
      /** Its low word, zero-extended. */
      UXTW,
      /** Its low word, sign-extended. */
      SXTW,
      /** All of it: LSL and SXTX. */
      X
    }

    @Override
    public Resolved resolve(RegisterFile registers) {
      long value = registers.x(index);
      long extended =
          switch (extend) {
            case UXTW -> Integer.toUnsignedLong((int) value);
            case SXTW -> (int) value;
            case X -> value;
          };
      return Resolved.of(registers.base(base) + (extended << shift));
    }
  }

  /** An offset from the instruction itself. */
  record Literal(long offset) implements AddressMode {
    @Override
    public Resolved resolve(RegisterFile registers) {
      return Resolved.of(registers.pc() + offset);
    }
  }

  /**
   * The start of the aligned block that a register points into; number 31 is zero.
   *
   * @param bytes the block's size, a power of two
   */
  record Block(int register, int bytes) implements AddressMode {
    @Override
    public Resolved resolve(RegisterFile registers) {
      return Resolved.of(registers.x(register) & -bytes);
    }
  }
}
