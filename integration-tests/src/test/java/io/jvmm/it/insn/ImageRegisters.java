package io.jvmm.it.insn;

import io.jvmm.mmio.insn.RegisterFile;
import io.jvmm.vmm.VectorValue;

/** The registers of an image, for working out an address. */
record ImageRegisters(ProcessorImage image, long pc) implements RegisterFile {
  @Override
  public long x(int n) {
    return n == 31 ? 0 : image.x(n);
  }

  @Override
  public void setX(int n, long value) {
    if (n != 31) {
      image.setX(n, value);
    }
  }

  @Override
  public long base(int n) {
    return image.x(n);
  }

  @Override
  public void setBase(int n, long value) {
    image.setX(n, value);
  }

  @Override
  public VectorValue vector(int n) {
    return image.vector(n);
  }

  @Override
  public void setVector(int n, VectorValue value) {
    image.setVector(n, value);
  }
}
