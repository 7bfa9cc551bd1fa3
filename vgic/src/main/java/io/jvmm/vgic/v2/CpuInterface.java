package io.jvmm.vgic.v2;

import io.jvmm.vmm.CpuInput;
import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.irq.InterruptStatistics;

/**
 * One processor's CPU interface (Arm IHI 0048B, 2.3 and 4.4): decides whether the most urgent
 * interrupt may interrupt what runs, asserts the processor's IRQ or FIQ input, and lets software
 * acknowledge and end interrupts.
 *
 * <p>Group 1 interrupts are acknowledged through the aliased registers, or through the plain ones
 * if GICC_CTLR.AckCtl says so (4.4.1).
 */
final class CpuInterface {
  /** "There is one, but of the other group" (3.2.5). */
  static final int WRONG_GROUP = 1022;

  private static final int GROUPS = 3;
  private static final int ACK_CTL = 1 << 2;
  private static final int FIQ_EN = 1 << 3;
  private static final int CBPR = 1 << 4;
  private static final int EOI_MODE = 1 << 9;
  private static final int IMPLEMENTED_CONTROL = GROUPS | ACK_CTL | FIQ_EN | CBPR | EOI_MODE;
  private static final int INTID = 0x3ff;
  private static final int SENDER_SHIFT = 10;

  private final int processor;
  private final InterruptTable table;
  private final Vcpu vcpu;
  private final ActivePriorities activePriorities = new ActivePriorities();
  private int control;
  private int priorityMask;
  private int binaryPoint = PriorityRules.MIN_BINARY_POINT;
  private int aliasedBinaryPoint = PriorityRules.MIN_ALIASED_BINARY_POINT;

  private boolean irq; // the inputs as the processor was last told
  private boolean fiq;
  private boolean signalled; // and nothing was acknowledged since
  private int withdrawn = InterruptTable.NONE; // until the guest's next exit is answered
  private long acknowledged;
  private long late;
  private long spurious;

  CpuInterface(int processor, InterruptTable table, Vcpu vcpu) {
    this.processor = processor;
    this.table = table;
    this.vcpu = vcpu;
  }

  // ---- signalling (3.3.2, 3.3.3) ----

  /** Tells the processor if an input has changed. */
  void signal() {
    int intId = mostUrgent();
    boolean taken = intId != InterruptTable.NONE && preempts(intId);
    boolean asFiq = taken && groupOf(intId) == 0 && (control & FIQ_EN) != 0;
    drive(taken && !asFiq, asFiq);
  }

  private void drive(boolean irqNow, boolean fiqNow) {
    signalled |= (irqNow && !irq) || (fiqNow && !fiq);
    if (irqNow != irq) {
      irq = irqNow;
      vcpu.setInput(CpuInput.IRQ, irqNow);
    }
    if (fiqNow != fiq) {
      fiq = fiqNow;
      vcpu.setInput(CpuInput.FIQ, fiqNow);
    }
  }

  /** The interrupt that an input is asserted for, or none. */
  int signalled() {
    return irq || fiq ? mostUrgent() : InterruptTable.NONE;
  }

  /** Says that an interrupt was signalled until the vCPU's exit showed that its line has fallen. */
  void withdrawn(int intId) {
    if (irq || fiq) {
      withdrawn = InterruptTable.NONE;
    } else if (intId != InterruptTable.NONE) {
      withdrawn = intId;
    }
  }

  /** Says that the guest cannot have taken what was withdrawn: it has done something else since. */
  void forgetWithdrawn() {
    withdrawn = InterruptTable.NONE;
  }

  private int mostUrgent() {
    return table.mostUrgent(processor, control & GROUPS);
  }

  /** Whether the mask lets it through, and it is more urgent than what runs. */
  private boolean preempts(int intId) {
    int priority = priorityOf(intId);
    return priority < priorityMask
        && (priority & groupPriorityMask(groupOf(intId))) < activePriorities.running();
  }

  private int groupPriorityMask(int group) {
    return group == 1 && (control & CBPR) == 0
        ? PriorityRules.aliasedGroupPriorityMask(aliasedBinaryPoint)
        : PriorityRules.groupPriorityMask(binaryPoint);
  }

  private int priorityOf(int intId) {
    return table.bankOf(processor, intId).priority(intId % InterruptBank.SIZE);
  }

  private int groupOf(int intId) {
    return table.bankOf(processor, intId).group >>> intId % InterruptBank.SIZE & 1;
  }

  // ---- acknowledging (3.2.1, 4.4.4, 4.4.9) ----

  /** GICC_IAR. */
  int acknowledge() {
    int intId = taken();
    return intId == InterruptTable.NONE
        ? nothing(InterruptTable.NONE)
        : acknowledgeIf(groupOf(intId) == 0 || (control & ACK_CTL) != 0, intId, WRONG_GROUP);
  }

  /** GICC_AIAR: Group 1 only. */
  int acknowledgeAliased() {
    int intId = taken();
    return intId == InterruptTable.NONE
        ? nothing(InterruptTable.NONE)
        : acknowledgeIf(groupOf(intId) == 1, intId, InterruptTable.NONE);
  }

  /**
   * The interrupt that the processor took. It took one that is withdrawn before it could be known
   * that its line had fallen: there is nothing else that the processor can have been interrupted
   * by.
   */
  private int taken() {
    int intId = mostUrgent();
    if (intId != InterruptTable.NONE && preempts(intId)) {
      return intId;
    }
    late += withdrawn == InterruptTable.NONE ? 0 : 1;
    return withdrawn;
  }

  private int acknowledgeIf(boolean allowed, int intId, int otherwise) {
    return allowed ? activate(intId) : nothing(otherwise);
  }

  private int nothing(int answer) {
    spurious += signalled ? 1 : 0;
    signalled = false;
    return answer;
  }

  /** From pending to active; or to active and pending, if its line is still asserted (3.2.4). */
  private int activate(int intId) {
    int group = groupOf(intId);
    activePriorities.activate(group, priorityOf(intId) & groupPriorityMask(group));
    int answer = withSender(intId);
    InterruptBank bank = table.bankOf(processor, intId);
    takePending(bank, intId);
    bank.active |= 1 << intId % InterruptBank.SIZE;
    changed(bank);
    acknowledged++;
    signalled = false;
    withdrawn = InterruptTable.NONE;
    return answer;
  }

  private void takePending(InterruptBank bank, int intId) {
    if (intId < SoftwareInterrupts.COUNT) {
      SoftwareInterrupts sgis = table.sgis(processor);
      sgis.remove(intId, 1 << sgis.next(intId));
    } else {
      bank.latch &= ~(1 << intId % InterruptBank.SIZE);
    }
  }

  private int withSender(int intId) {
    return intId < SoftwareInterrupts.COUNT
        ? intId | table.sgis(processor).next(intId) << SENDER_SHIFT
        : intId;
  }

  // ---- ending (3.2.1, 4.4.5, 4.4.10, 4.4.15) ----

  /** GICC_EOIR: for Group 1 only where GICC_IAR acknowledges it. */
  void end(int written) {
    int intId = written & INTID;
    if (exists(intId) && (groupOf(intId) == 0 || (control & ACK_CTL) != 0)) {
      endAny(intId);
    }
  }

  /** GICC_AEOIR: Group 1 only. */
  void endAliased(int written) {
    int intId = written & INTID;
    if (exists(intId) && groupOf(intId) == 1) {
      endAny(intId);
    }
  }

  private void endAny(int intId) {
    activePriorities.drop();
    if ((control & EOI_MODE) == 0) {
      clearActive(intId);
    }
    table.unsettle(processor);
  }

  /** GICC_DIR: only where the end of an interrupt does not deactivate it. */
  void deactivate(int written) {
    int intId = written & INTID;
    if (exists(intId) && (control & EOI_MODE) != 0) {
      clearActive(intId);
    }
  }

  private void clearActive(int intId) {
    InterruptBank bank = table.bankOf(processor, intId);
    bank.active &= ~(1 << intId % InterruptBank.SIZE);
    changed(bank);
  }

  private boolean exists(int intId) {
    return intId <= InterruptTable.LAST && intId < table.interrupts();
  }

  private void changed(InterruptBank bank) {
    table.changed(bank);
    table.unsettle(processor);
  }

  // ---- looking (4.4.6, 4.4.7, 4.4.11) ----

  /** GICC_RPR. */
  int runningPriority() {
    return activePriorities.running();
  }

  /** GICC_HPPIR: whatever the mask and the running priority say. */
  int highestPending() {
    int intId = mostUrgent();
    if (intId == InterruptTable.NONE) {
      return intId;
    }
    return groupOf(intId) == 0 || (control & ACK_CTL) != 0 ? withSender(intId) : WRONG_GROUP;
  }

  /** GICC_AHPPIR: Group 1 only. */
  int highestPendingAliased() {
    int intId = mostUrgent();
    return intId != InterruptTable.NONE && groupOf(intId) == 1
        ? withSender(intId)
        : InterruptTable.NONE;
  }

  // ---- configuring (4.4.1, 4.4.2, 4.4.3, 4.4.8, 4.4.12, 4.4.13) ----

  int control() {
    return control;
  }

  void setControl(int written) {
    control = written & IMPLEMENTED_CONTROL;
    table.unsettle(processor);
  }

  int priorityMask() {
    return priorityMask;
  }

  void setPriorityMask(int written) {
    priorityMask = PriorityRules.stored(written);
    table.unsettle(processor);
  }

  int binaryPoint() {
    return binaryPoint;
  }

  void setBinaryPoint(int written) {
    int field = written & PriorityRules.MAX_BINARY_POINT;
    binaryPoint = Math.max(field, PriorityRules.MIN_BINARY_POINT);
    table.unsettle(processor);
  }

  int aliasedBinaryPoint() {
    return aliasedBinaryPoint;
  }

  void setAliasedBinaryPoint(int written) {
    int field = written & PriorityRules.MAX_BINARY_POINT;
    aliasedBinaryPoint = Math.max(field, PriorityRules.MIN_ALIASED_BINARY_POINT);
    table.unsettle(processor);
  }

  int activePriorities(int group) {
    return activePriorities.bits(group);
  }

  void setActivePriorities(int group, int bits) {
    activePriorities.setBits(group, bits);
    table.unsettle(processor);
  }

  InterruptStatistics statistics(long sgisSent) {
    return new InterruptStatistics(vcpu.id(), acknowledged, late, spurious, sgisSent);
  }
}
