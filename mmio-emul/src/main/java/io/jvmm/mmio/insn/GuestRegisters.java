package io.jvmm.mmio.insn;

import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.VcpuRegister;
import io.jvmm.vmm.VectorValue;
import java.util.Map;
import java.util.TreeMap;

/**
 * A stopped vCPU's registers. Changes of vector registers are kept back until {@link #finish}: an
 * instruction may change one many times, and each change of the vCPU is a system call.
 */
final class GuestRegisters implements RegisterFile {
  private static final int ZERO = 31;

  private final Vcpu vcpu;
  private final ProcessorState state;
  private final Map<Integer, VectorValue> changed = new TreeMap<>();

  GuestRegisters(Vcpu vcpu, ProcessorState state) {
    this.vcpu = vcpu;
    this.state = state;
  }

  @Override
  public long pc() {
    return vcpu.register(VcpuRegister.PC);
  }

  @Override
  public long x(int n) {
    return n == ZERO ? 0 : vcpu.register(VcpuRegister.x(n));
  }

  @Override
  public void setX(int n, long value) {
    if (n != ZERO) {
      vcpu.setRegister(VcpuRegister.x(n), value);
    }
  }

  @Override
  public long base(int n) {
    return vcpu.register(baseRegister(n));
  }

  @Override
  public void setBase(int n, long value) {
    vcpu.setRegister(baseRegister(n), value);
  }

  private VcpuRegister baseRegister(int n) {
    return n == ZERO ? state.stackPointer() : VcpuRegister.x(n);
  }

  @Override
  public VectorValue vector(int n) {
    VectorValue value = changed.get(n);
    return value == null ? vcpu.vector(n) : value;
  }

  @Override
  public void setVector(int n, VectorValue value) {
    changed.put(n, value);
  }

  /** Completes the instruction. */
  void finish() {
    changed.forEach(vcpu::setVector);
    vcpu.setRegister(VcpuRegister.PC, pc() + Integer.BYTES);
    if (state.afterInstruction() != state.pstate()) {
      vcpu.setRegister(VcpuRegister.PSTATE, state.afterInstruction());
    }
  }
}
