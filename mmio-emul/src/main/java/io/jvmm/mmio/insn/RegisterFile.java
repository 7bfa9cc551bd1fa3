package io.jvmm.mmio.insn;

import io.jvmm.vmm.VectorValue;

/** A processor's registers, as loads and stores use them. */
public interface RegisterFile {
  /** The address of the instruction. */
  long pc();

  /** A general-purpose register; number 31 is zero. */
  long x(int n);

  /** Changes a general-purpose register; number 31 stays zero. */
  void setX(int n, long value);

  /** A base register; number 31 is the current stack pointer. */
  long base(int n);

  /** Changes a base register; number 31 is the current stack pointer. */
  void setBase(int n, long value);

  /** A vector register, 0 to 31. */
  VectorValue vector(int n);

  /** Changes a vector register, 0 to 31. */
  void setVector(int n, VectorValue value);
}
