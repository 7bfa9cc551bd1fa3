package io.jvmm.vmm.testkit;

import io.jvmm.vmm.CpuInput;
import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.VcpuExit;
import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.VcpuRegister;
import io.jvmm.vmm.VectorValue;
import io.jvmm.vmm.irq.PrivateLines;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** A vCPU that plays a script of exits and records what it was answered. */
public final class FakeVcpu implements Vcpu {
  private final Queue<VcpuExit> script = new ArrayDeque<>();
  private final Map<VcpuRegister, Long> registers = new EnumMap<>(VcpuRegister.class);
  private final List<Long> completedReads = new ArrayList<>();
  private final Map<Integer, VectorValue> vectors = new HashMap<>();
  private final Set<CpuInput> inputs = EnumSet.noneOf(CpuInput.class);
  private final VcpuId id;
  private PrivateLines privateLines = PrivateLines.NONE;
  private int externalAborts;
  private int kicks;
  private int suspensions;
  private boolean poweredOff;
  private boolean runsOn;
  private final AtomicLong idleRuns = new AtomicLong();
  private Runnable onKick = () -> {};

  /** A boot processor that will exit so, in this order. */
  public FakeVcpu(VcpuExit... exits) {
    this(0, exits);
  }

  /** A vCPU of this number that will exit so, in this order. */
  public FakeVcpu(int number, VcpuExit... exits) {
    id = new VcpuId(number);
    script.addAll(List.of(exits));
  }

  /** Has it run guest code that needs nobody, once the script is over. */
  public FakeVcpu runningOn() {
    runsOn = true;
    return this;
  }

  /** How often it ran since the script was over. From any thread. */
  public long idleRuns() {
    return idleRuns.get();
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

  /** How often it was suspended. */
  public int suspensions() {
    return suspensions;
  }

  /** Has something done at each kick. */
  public void onKick(Runnable action) {
    onKick = action;
  }

  /** Says from now on that the guest has turned it off. */
  public void powerOff() {
    poweredOff = true;
  }

  /** Whether an interrupt input is asserted. */
  public synchronized boolean isAsserted(CpuInput input) {
    return inputs.contains(input);
  }

  /** Sets the levels that its private lines have from now on. */
  public void privateLines(PrivateLines lines) {
    privateLines = lines;
  }

  @Override
  public VcpuId id() {
    return id;
  }

  @Override
  public VcpuExit run() {
    VcpuExit next = script.poll();
    if (next == null && runsOn) {
      idleRuns.incrementAndGet();
      return new VcpuExit.Interrupted();
    }
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
    onKick.run();
  }

  @Override
  public PrivateLines privateLines() {
    return privateLines;
  }

  @Override
  public synchronized void setInput(CpuInput input, boolean asserted) {
    if (asserted) {
      inputs.add(input);
    } else {
      inputs.remove(input);
    }
  }

  @Override
  public void suspend() {
    suspensions++;
  }

  @Override
  public boolean isPoweredOff() {
    return poweredOff;
  }

  @Override
  public VectorValue vector(int n) {
    return vectors.getOrDefault(n, VectorValue.ZERO);
  }

  @Override
  public void setVector(int n, VectorValue value) {
    vectors.put(n, value);
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
