package io.jvmm.monitor.machine;

import io.jvmm.monitor.machine.MachineStatistics.VcpuStatistics;
import io.jvmm.vmm.CpuInput;
import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.VcpuExit;
import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.VcpuRegister;
import io.jvmm.vmm.VectorValue;
import io.jvmm.vmm.irq.PrivateLines;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * A vCPU whose exits are counted, and shown in flight recordings. Counting costs one store of the
 * vCPU's own thread for an exit; a recording that is not on costs the test of a flag.
 */
final class ObservedVcpu implements Vcpu {
  private final Vcpu vcpu;
  private final Map<ExitKind, AtomicLong> counts = new EnumMap<>(ExitKind.class);
  private final ThreadTime time = new ThreadTime();
  private @Nullable VcpuExitEvent answering; // vCPU thread only

  ObservedVcpu(Vcpu vcpu) {
    this.vcpu = vcpu;
    for (ExitKind kind : ExitKind.values()) {
      counts.put(kind, new AtomicLong());
    }
  }

  /** What it has done so far. Safe for use by any thread. */
  VcpuStatistics statistics() {
    Map<ExitKind, Long> exits = new EnumMap<>(ExitKind.class);
    counts.forEach((kind, count) -> exits.put(kind, count.get()));
    exits.values().removeIf(count -> count == 0);
    return new VcpuStatistics(vcpu.id(), exits, time.used());
  }

  /** To be called by the vCPU's thread before it first runs. */
  void begun() {
    time.follow();
  }

  @Override
  public VcpuExit run() {
    answered();
    VcpuExit exit = vcpu.run();
    observe(exit);
    return exit;
  }

  /** To be called when the last exit is answered. */
  void answered() {
    VcpuExitEvent event = answering;
    if (event != null) {
      answering = null;
      event.commit();
    }
  }

  private void observe(VcpuExit exit) {
    ExitKind kind = ExitKind.of(exit);
    AtomicLong count = Objects.requireNonNull(counts.get(kind));
    count.lazySet(count.getPlain() + 1); // no other thread writes it
    // The event's class brings some 450 others with it: not to be touched unless somebody records.
    if (FlightRecorder.isInitialized()) {
      answering = VcpuExitEvent.begin(vcpu.id(), kind, exit);
    }
  }

  @Override
  public VcpuId id() {
    return vcpu.id();
  }

  @Override
  public void completeRead(long value) {
    vcpu.completeRead(value);
  }

  @Override
  public void kick() {
    vcpu.kick();
  }

  @Override
  public PrivateLines privateLines() {
    return vcpu.privateLines();
  }

  @Override
  public void setInput(CpuInput input, boolean asserted) {
    vcpu.setInput(input, asserted);
  }

  @Override
  public void suspend() {
    vcpu.suspend();
  }

  @Override
  public boolean isPoweredOff() {
    return vcpu.isPoweredOff();
  }

  @Override
  public long register(VcpuRegister register) {
    return vcpu.register(register);
  }

  @Override
  public void setRegister(VcpuRegister register, long value) {
    vcpu.setRegister(register, value);
  }

  @Override
  public VectorValue vector(int n) {
    return vcpu.vector(n);
  }

  @Override
  public void setVector(int n, VectorValue value) {
    vcpu.setVector(n, value);
  }

  @Override
  public void injectExternalAbort() {
    vcpu.injectExternalAbort();
  }
}
