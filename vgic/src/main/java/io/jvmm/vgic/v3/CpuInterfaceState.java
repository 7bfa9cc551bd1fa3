package io.jvmm.vgic.v3;

import java.util.List;

/**
 * The state of one CPU interface, as a value.
 *
 * @param ctlr ICC_CTLR_EL1, with what it says of the implementation (PRIbits, IDbits, SEIS, A3V)
 * @param pmr ICC_PMR_EL1
 * @param bpr0 ICC_BPR0_EL1
 * @param bpr1 ICC_BPR1_EL1; KVM shows BPR0 plus one instead while CTLR.CBPR is set
 * @param group0Enabled ICC_IGRPEN0_EL1
 * @param group1Enabled ICC_IGRPEN1_EL1
 * @param active0 ICC_AP0R&lt;n&gt;_EL1: 1, 2 or 4 words for 5, 6 or 7 bits of priority
 * @param active1 ICC_AP1R&lt;n&gt;_EL1, as many
 */
public record CpuInterfaceState(
    long ctlr,
    int pmr,
    int bpr0,
    int bpr1,
    boolean group0Enabled,
    boolean group1Enabled,
    List<Integer> active0,
    List<Integer> active1) {
  /** What a guest may change of CTLR: CBPR, EOImode. */
  static final long CTLR_WRITABLE = 0b11;

  private static final int PRI_BITS_SHIFT = 8;
  private static final int PRI_BITS_MASK = 7;

  /** Copies the lists. */
  public CpuInterfaceState {
    active0 = List.copyOf(active0);
    active1 = List.copyOf(active1);
  }

  /** How many bits of priority its implementation has. */
  public int priorityBits() {
    return priorityBits(ctlr);
  }

  static int priorityBits(long ctlr) {
    return (int) (ctlr >>> PRI_BITS_SHIFT & PRI_BITS_MASK) + 1;
  }

  /** One line. */
  public String describe() {
    return "cpu interface: ctlr 0x%x, pmr 0x%02x, bpr %d/%d, groups enabled %s, active %s/%s"
        .formatted(ctlr, pmr, bpr0, bpr1, groups(), words(active0), words(active1));
  }

  private String groups() {
    return group0Enabled && group1Enabled
        ? "0 and 1"
        : group0Enabled ? "0" : group1Enabled ? "1" : "none";
  }

  private static String words(List<Integer> words) {
    return String.join(" ", words.stream().map("0x%08x"::formatted).toList());
  }
}
