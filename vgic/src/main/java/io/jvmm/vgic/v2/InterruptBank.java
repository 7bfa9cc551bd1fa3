package io.jvmm.vgic.v2;

/**
 * The state of 32 interrupts with consecutive INTIDs: what one GICD_ISENABLERn, GICD_ISPENDRn,
 * GICD_ISACTIVERn and so on show (Arm IHI 0048B, 4.3). Bit <i>i</i> of each word is INTID <i>first
 * + i</i>. Bits of interrupts that do not exist are never set.
 */
final class InterruptBank {
  static final int SIZE = 32;

  final int first;
  final int implemented;

  int group;
  int enabled;
  int edge; // edge-triggered, else level-sensitive
  int line; // the levels of the input signals
  int latch; // pending by an edge or by software
  int active;
  private final byte[] priorities = new byte[SIZE];
  private final int[] targeted; // by processor: which of the 32 go to it

  /**
   * A bank that no processor is targeted by yet.
   *
   * @param implemented a bit for each interrupt that exists
   */
  InterruptBank(int first, int implemented, int processors) {
    this.first = first;
    this.implemented = implemented;
    this.targeted = new int[processors];
  }

  /**
   * Which are pending. A level-sensitive interrupt is pending while its signal is asserted, and
   * also when software has made it so (4.3.8).
   */
  int pending() {
    return latch | (line & ~edge);
  }

  /** Which a processor could be sent: enabled, pending, and not active already (3.2.4). */
  int deliverable(int processor) {
    return pending() & enabled & ~active & targeted[processor];
  }

  void setGroup(int bits) {
    group = bits;
  }

  void enable(int bits) {
    enabled |= bits;
  }

  void disable(int bits) {
    enabled &= ~bits;
  }

  /** Has no effect on SGIs, which are made pending by sender (4.3.7). */
  void makePending(int bits) {
    latch |= bits & ~sgis();
  }

  /** Has no effect on SGIs either (4.3.8), and none that one would see while a level is high. */
  void endPending(int bits) {
    latch &= ~bits | sgis();
  }

  void activate(int bits) {
    active |= bits;
  }

  void deactivate(int bits) {
    active &= ~bits;
  }

  private int sgis() {
    return first == 0 ? SoftwareInterrupts.ALL : 0;
  }

  /** An input signal changes; a rising edge is an event for an edge-triggered interrupt. */
  void setLine(int index, boolean asserted) {
    int bit = 1 << index & implemented;
    int before = line;
    line = asserted ? line | bit : line & ~bit;
    latch |= line & ~before & edge;
  }

  int priority(int index) {
    return Byte.toUnsignedInt(priorities[index]);
  }

  void setPriority(int index, int written) {
    if (isImplemented(index)) {
      priorities[index] = (byte) PriorityRules.stored(written);
    }
  }

  /** The processors that an interrupt goes to, a bit for each (4.3.12). */
  int targets(int index) {
    int targets = 0;
    for (int processor = 0; processor < targeted.length; processor++) {
      targets |= (targeted[processor] >>> index & 1) << processor;
    }
    return targets;
  }

  /** Bits of processors that do not exist are ignored (4.3.12). */
  void setTargets(int index, int targets) {
    int bit = 1 << index & implemented;
    for (int processor = 0; processor < targeted.length; processor++) {
      boolean chosen = (targets >>> processor & 1) != 0;
      targeted[processor] = chosen ? targeted[processor] | bit : targeted[processor] & ~bit;
    }
  }

  /** Sends every interrupt of the bank to one processor and no other. */
  void targetOnly(int processor) {
    targeted[processor] = implemented;
  }

  private boolean isImplemented(int index) {
    return (implemented >>> index & 1) != 0;
  }
}
