package io.jvmm.vgic.v3;

import static io.jvmm.vgic.v3.CpuInterfaceState.CTLR_WRITABLE;

import io.jvmm.vmm.CpuInput;
import io.jvmm.vmm.VcpuId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A processor's CPU interface: its ICC system registers (Arm IHI 0069, 4.1 and 12.2). A processor
 * calls {@link #read} and {@link #write} for its MRS and MSR instructions; safe for use by any
 * thread.
 */
public final class CpuInterface {
  private static final int CBPR = 1;
  private static final int EOI_MODE = 2;
  private static final int INTID_MASK = 0xff_ffff;

  private final GicV3 gic; // its monitor guards everything below
  private final VcpuId vcpu;
  private final BinaryPoints points = new BinaryPoints();
  private final ActivePriorities active = new ActivePriorities();
  private int mask; // PMR
  private boolean group0Enabled;
  private boolean group1Enabled;
  private boolean separateDeactivation; // CTLR.EOImode
  private @Nullable Interrupt candidate; // the highest priority pending interrupt
  private boolean irq;
  private boolean fiq;

  CpuInterface(GicV3 gic, VcpuId vcpu) {
    this.gic = gic;
    this.vcpu = vcpu;
  }

  /** Whether it asserts an input of its processor. */
  public boolean asserts(CpuInput input) {
    synchronized (gic) {
      return input == CpuInput.IRQ ? irq : fiq;
    }
  }

  /**
   * What an MRS returns; reading IAR acknowledges an interrupt.
   *
   * @throws IllegalArgumentException if reading it is UNDEFINED: the processor's decoder asks
   *     {@link IccRegister#mode} first
   */
  public long read(IccRegister register) {
    synchronized (gic) {
      return switch (register) {
        case ICC_PMR_EL1 -> mask;
        case ICC_IAR0_EL1 -> acknowledge(false);
        case ICC_IAR1_EL1 -> acknowledge(true);
        case ICC_HPPIR0_EL1 -> highestPending(false);
        case ICC_HPPIR1_EL1 -> highestPending(true);
        case ICC_BPR0_EL1 -> points.point0();
        case ICC_BPR1_EL1 -> points.visiblePoint1();
        case ICC_AP0R0_EL1 -> Integer.toUnsignedLong(active.get(false));
        case ICC_AP1R0_EL1 -> Integer.toUnsignedLong(active.get(true));
        case ICC_RPR_EL1 -> active.running();
        case ICC_CTLR_EL1 -> control();
        case ICC_SRE_EL1 -> register.reset();
        case ICC_IGRPEN0_EL1 -> group0Enabled ? 1 : 0;
        case ICC_IGRPEN1_EL1 -> group1Enabled ? 1 : 0;
        case ICC_EOIR0_EL1, ICC_EOIR1_EL1, ICC_DIR_EL1 -> throw undefined(register);
        case ICC_SGI0R_EL1, ICC_SGI1R_EL1, ICC_ASGI1R_EL1 -> throw undefined(register);
        case ICC_AP0R1_EL1, ICC_AP0R2_EL1, ICC_AP0R3_EL1 -> throw undefined(register);
        case ICC_AP1R1_EL1, ICC_AP1R2_EL1, ICC_AP1R3_EL1 -> throw undefined(register);
      };
    }
  }

  /**
   * What an MSR does.
   *
   * @throws IllegalArgumentException if writing it is UNDEFINED, as for {@link #read}
   */
  public void write(IccRegister register, long value) {
    synchronized (gic) {
      switch (register) {
        case ICC_PMR_EL1 -> mask = (int) value & Interrupt.PRIORITY_MASK;
        case ICC_EOIR0_EL1 -> end(false, (int) value & INTID_MASK);
        case ICC_EOIR1_EL1 -> end(true, (int) value & INTID_MASK);
        case ICC_DIR_EL1 -> deactivateSeparately((int) value & INTID_MASK);
        case ICC_BPR0_EL1 -> points.setPoint0(value);
        case ICC_BPR1_EL1 -> setPoint1(value);
        case ICC_AP0R0_EL1 -> active.set(false, (int) value);
        case ICC_AP1R0_EL1 -> active.set(true, (int) value);
        case ICC_CTLR_EL1 -> setControl(value);
        case ICC_SRE_EL1 -> {}
        case ICC_IGRPEN0_EL1 -> group0Enabled = (value & 1) != 0;
        case ICC_IGRPEN1_EL1 -> group1Enabled = (value & 1) != 0;
        case ICC_SGI1R_EL1 -> gic.send(vcpu, SgiRequest.decode(value), true);
        case ICC_SGI0R_EL1, ICC_ASGI1R_EL1 -> gic.send(vcpu, SgiRequest.decode(value), false);
        case ICC_IAR0_EL1, ICC_IAR1_EL1, ICC_RPR_EL1 -> throw undefined(register);
        case ICC_HPPIR0_EL1, ICC_HPPIR1_EL1 -> throw undefined(register);
        case ICC_AP0R1_EL1, ICC_AP0R2_EL1, ICC_AP0R3_EL1 -> throw undefined(register);
        case ICC_AP1R1_EL1, ICC_AP1R2_EL1, ICC_AP1R3_EL1 -> throw undefined(register);
      }
      gic.update();
    }
  }

  private static IllegalArgumentException undefined(IccRegister register) {
    return new IllegalArgumentException("this access to %s is UNDEFINED".formatted(register));
  }

  private long control() {
    long writable = (points.isCommon() ? CBPR : 0) | (separateDeactivation ? EOI_MODE : 0);
    return IccRegister.ICC_CTLR_EL1.reset() | writable;
  }

  private void setControl(long value) {
    points.setCommon((value & CBPR) != 0);
    separateDeactivation = (value & EOI_MODE) != 0;
  }

  private void setPoint1(long value) {
    if (!points.isCommon()) {
      points.setPoint1(value);
    }
  }

  private int highestPending(boolean group1) {
    return candidate != null && candidate.group1 == group1 ? candidate.intid : Intid.NONE;
  }

  private int acknowledge(boolean group1) {
    Interrupt acknowledged = candidate;
    if (acknowledged == null || acknowledged.group1 != group1 || !preempts(acknowledged)) {
      return Intid.NONE;
    }
    active.raise(group1, points.groupPriority(group1, acknowledged.priority));
    acknowledged.activate();
    gic.update();
    return acknowledged.intid;
  }

  private void end(boolean group1, int intid) {
    if (intid >= Intid.SPECIAL) {
      return;
    }
    active.drop(group1);
    if (!separateDeactivation) {
      gic.deactivate(vcpu, intid);
    }
  }

  /** With EOImode clear, a write to DIR is UNPREDICTABLE; ignoring it is one of the choices. */
  private void deactivateSeparately(int intid) {
    if (separateDeactivation) {
      gic.deactivate(vcpu, intid);
    }
  }

  /** Whether it may interrupt what the processor is doing (Arm IHI 0069, 4.8.5 and 4.8.6). */
  private boolean preempts(Interrupt interrupt) {
    return interrupt.priority < mask
        && points.groupPriority(interrupt.group1, interrupt.priority) < active.running();
  }

  /** Whether it takes interrupts of a group. */
  boolean enables(boolean group1) {
    return group1 ? group1Enabled : group0Enabled;
  }

  /** Starts a round of {@link #consider}. */
  void forgetCandidate() {
    candidate = null;
  }

  /** Takes a deliverable interrupt as its candidate if none has a higher priority. */
  void consider(Interrupt interrupt) {
    if (enables(interrupt.group1)
        && (candidate == null || interrupt.priority < candidate.priority)) {
      candidate = interrupt;
    }
  }

  /** Ends a round of {@link #consider}: tells what has changed. */
  void signal(CpuSignals signals) {
    Interrupt chosen = candidate != null && preempts(candidate) ? candidate : null;
    boolean newIrq = chosen != null && chosen.group1;
    boolean newFiq = chosen != null && !chosen.group1;
    if (irq != newIrq) {
      irq = newIrq;
      signals.set(vcpu, CpuInput.IRQ, irq);
    }
    if (fiq != newFiq) {
      fiq = newFiq;
      signals.set(vcpu, CpuInput.FIQ, fiq);
    }
  }

  CpuInterfaceState save() {
    return new CpuInterfaceState(
        control(),
        mask,
        points.point0(),
        points.point1(),
        group0Enabled,
        group1Enabled,
        List.of(active.get(false)),
        List.of(active.get(true)));
  }

  void restore(CpuInterfaceState state) {
    mask = state.pmr() & Interrupt.PRIORITY_MASK;
    points.setPoint0(state.bpr0());
    points.setPoint1(state.bpr1());
    setControl(state.ctlr() & CTLR_WRITABLE);
    group0Enabled = state.group0Enabled();
    group1Enabled = state.group1Enabled();
    active.set(false, state.active0().getFirst());
    active.set(true, state.active1().getFirst());
  }
}
