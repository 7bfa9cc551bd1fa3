package io.jvmm.vmm.testkit;

import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.VcpuExit;
import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.VcpuRegister;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** A vCPU that plays a script of exits and records what it was answered. */
public final class FakeVcpu implements Vcpu {
  private final Queue<VcpuExit> script = new ArrayDeque<>();
  private final Map<VcpuRegister, Long> registers = new EnumMap<>(VcpuRegister.class);
  private final List<Long> completedReads = new ArrayList<>();
  private int externalAborts;
  private int kicks;

  /** A vCPU that will exit so, in this order. */
  public FakeVcpu(VcpuExit... exits) {
    script.addAll(List.of(exits));
  }

  /** The values that loads were answered with. */
  public List<Long> completedReads() {
    return completedReads;
  }

  /** How many external aborts were injected. */
  public int externalAborts() {
    return externalAborts;
  }

  /** How often it was kicked. */
  public int kicks() {
    return kicks;
  }

  @Override
  public VcpuId id() {
    return new VcpuId(0);
  }

  @Override
  public VcpuExit run() {
    VcpuExit next = script.poll();
    if (next == null) {
      throw new AssertionError("the script is over, yet the vCPU is run again");
    }
    return next;
  }

  @Override
  public void completeRead(long value) {
    completedReads.add(value);
  }

  @Override
  public void kick() {
    kicks++;
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
  public void injectExternalAbort() {
    externalAborts++;
  }
}
