package io.jvmm.monitor.machine;

import io.jvmm.vmm.CpuInput;
import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.VcpuExit;
import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.VcpuRegister;
import io.jvmm.vmm.VectorValue;
import io.jvmm.vmm.error.InternalException;
import io.jvmm.vmm.irq.PrivateLines;
import java.util.EnumMap;
import java.util.Map;

/** A vCPU of an {@link AssumedHost}: it remembers how it would start, and runs nothing. */
record AssumedVcpu(VcpuId id, Map<VcpuRegister, Long> registers) implements Vcpu {
  /** TGran16 of ID_AA64MMFR0_EL1 says yes with 1, TGran4 and TGran64 with 0. */
  private static final long EVERY_PAGE_SIZE = 1L << 20;

  AssumedVcpu(VcpuId id) {
    this(id, new EnumMap<>(VcpuRegister.class));
    registers.put(VcpuRegister.ID_AA64MMFR0_EL1, EVERY_PAGE_SIZE);
  }

  @Override
  public VcpuExit run() {
    throw runsNothing();
  }

  private static InternalException runsNothing() {
    return new InternalException("a machine on an assumed host was run");
  }

  @Override
  public void completeRead(long value) {
    throw runsNothing();
  }

  @Override
  public void kick() {}

  @Override
  public PrivateLines privateLines() {
    return PrivateLines.NONE;
  }

  @Override
  public void setInput(CpuInput input, boolean asserted) {}

  @Override
  public void suspend() {
    throw runsNothing();
  }

  @Override
  public boolean isPoweredOff() {
    return !id.isBoot();
  }

  @Override
  public long register(VcpuRegister register) {
    return registers.getOrDefault(register, 0L);
  }

  @Override
  public void setRegister(VcpuRegister register, long value) {
    registers.put(register, value);
  }

  @Override
  public VectorValue vector(int n) {
    throw runsNothing();
  }

  @Override
  public void setVector(int n, VectorValue value) {
    throw runsNothing();
  }

  @Override
  public void injectExternalAbort() {
    throw runsNothing();
  }
}
