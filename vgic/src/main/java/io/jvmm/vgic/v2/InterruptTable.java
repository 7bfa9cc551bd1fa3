package io.jvmm.vgic.v2;

/**
 * Every interrupt, in banks of 32: the first bank, with SGIs and PPIs, exists once for each
 * processor (Arm IHI 0048B, 4.1.4), all others once.
 *
 * <p>An access must not look through 1020 interrupts. So each processor has a word with a bit for
 * each bank that has something deliverable for it, kept up to date by {@link #changed}; to find the
 * most urgent interrupt is to look at those banks only, mostly none or one. And there is a set of
 * the processors whose outputs may have changed, which whoever makes changes settles at the end.
 */
final class InterruptTable {
  /** The INTID that says "none" (3.2.5). */
  static final int NONE = 1023;

  /** The last INTID that an interrupt can have: the four above it mean something else (3.2.5). */
  static final int LAST = 1019;

  private static final int MAX_BANKS = 32;
  private static final int LAST_BANK_IMPLEMENTED = 0x0fff_ffff; // 1020 to 1023 are no interrupts

  private final int processors;
  private final int interrupts;
  private final InterruptBank[] privateBanks;
  private final SoftwareInterrupts[] sgis;
  private final InterruptBank[] sharedBanks = new InterruptBank[MAX_BANKS]; // [0] is not used
  private final int[] waiting; // by processor: the banks with something deliverable
  private int forwardedGroups; // bit 0: Group 0, bit 1: Group 1
  private int unsettled; // the processors whose outputs may have changed

  /**
   * Interrupts in their reset state.
   *
   * @param interrupts how many, a multiple of 32 from 32 to 1024
   */
  InterruptTable(int processors, int interrupts) {
    this.processors = processors;
    this.interrupts = interrupts;
    this.waiting = new int[processors];
    this.privateBanks = new InterruptBank[processors];
    this.sgis = new SoftwareInterrupts[processors];
    for (int processor = 0; processor < processors; processor++) {
      privateBanks[processor] = privateBank(processor);
      sgis[processor] = new SoftwareInterrupts(privateBanks[processor]);
    }
    for (int n = 1; n < MAX_BANKS; n++) {
      sharedBanks[n] = sharedBank(n);
    }
  }

  /** SGIs are edge-triggered and start enabled; PPIs are level-sensitive here (4.3.5, 4.3.13). */
  private InterruptBank privateBank(int processor) {
    InterruptBank bank = new InterruptBank(0, -1, processors);
    bank.targetOnly(processor);
    bank.edge = SoftwareInterrupts.ALL;
    bank.enabled = SoftwareInterrupts.ALL;
    return bank;
  }

  /** SPIs go nowhere until they are targeted, but where could they go with one processor? */
  private InterruptBank sharedBank(int n) {
    InterruptBank bank = new InterruptBank(n * InterruptBank.SIZE, implemented(n), processors);
    if (processors == 1) {
      bank.targetOnly(0);
    }
    return bank;
  }

  private int implemented(int bank) {
    if (bank * InterruptBank.SIZE >= interrupts) {
      return 0;
    }
    return bank == MAX_BANKS - 1 ? LAST_BANK_IMPLEMENTED : -1;
  }

  int processors() {
    return processors;
  }

  /** All processors, a bit for each. */
  int everyone() {
    return (1 << processors) - 1;
  }

  int interrupts() {
    return interrupts;
  }

  /**
   * A bank as a processor sees it; one without interrupts if there are not that many.
   *
   * @param n 0 to 31
   */
  InterruptBank bank(int processor, int n) {
    return n == 0 ? privateBanks[processor] : sharedBanks[n];
  }

  /** The bank of an interrupt. */
  InterruptBank bankOf(int processor, int intId) {
    return bank(processor, intId / InterruptBank.SIZE);
  }

  SoftwareInterrupts sgis(int processor) {
    return sgis[processor];
  }

  /** To be called when anything in a bank may have changed. */
  void changed(InterruptBank bank) {
    int bit = 1 << (bank.first / InterruptBank.SIZE);
    for (int processor = 0; processor < processors; processor++) {
      if (bank.first == 0 && bank != privateBanks[processor]) {
        continue;
      }
      int before = waiting[processor] & bit;
      int now = bank.deliverable(processor) == 0 ? 0 : bit;
      if ((before | now) != 0) {
        waiting[processor] = (waiting[processor] & ~bit) | now;
        unsettled |= 1 << processor;
      }
    }
  }

  /** To be called when a processor's own rules of delivery have changed. */
  void unsettle(int processor) {
    unsettled |= 1 << processor;
  }

  /** The groups of which the distributor forwards interrupts: GICD_CTLR (4.3.1). */
  int forwardedGroups() {
    return forwardedGroups;
  }

  void forwardGroups(int groups) {
    forwardedGroups = groups;
    unsettled = everyone();
  }

  /** The processors whose outputs may have changed, a bit for each; forgets them. */
  int takeUnsettled() {
    int taken = unsettled;
    unsettled = 0;
    return taken;
  }

  /**
   * The most urgent interrupt that can be delivered to a processor: of equal ones the one with the
   * lowest INTID, which is ours to choose (3.3).
   *
   * @param signalledGroups the groups that its CPU interface signals: bit 0 for Group 0, bit 1 for
   *     Group 1
   * @return its INTID, or {@link #NONE}
   */
  int mostUrgent(int processor, int signalledGroups) {
    int groups = signalledGroups & forwardedGroups;
    int best = NONE;
    int bestPriority = PriorityRules.IDLE + 1;
    for (int banks = waiting[processor]; banks != 0; banks &= banks - 1) {
      InterruptBank bank = bank(processor, Integer.numberOfTrailingZeros(banks));
      int candidates = bank.deliverable(processor) & ofGroups(bank, groups);
      for (; candidates != 0; candidates &= candidates - 1) {
        int index = Integer.numberOfTrailingZeros(candidates);
        if (bank.priority(index) < bestPriority) {
          bestPriority = bank.priority(index);
          best = bank.first + index;
        }
      }
    }
    return best;
  }

  private static int ofGroups(InterruptBank bank, int groups) {
    int group0 = (groups & 1) == 0 ? 0 : ~bank.group;
    int group1 = (groups & 2) == 0 ? 0 : bank.group;
    return group0 | group1;
  }
}
