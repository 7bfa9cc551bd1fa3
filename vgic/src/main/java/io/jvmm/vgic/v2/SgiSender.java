package io.jvmm.vgic.v2;

/** Sends SGIs from one processor to others (Arm IHI 0048B, 4.3.15), and counts them. */
final class SgiSender {
  private static final int FILTER_SHIFT = 24;
  private static final int TARGETS_SHIFT = 16;
  private static final int SGI = 0xf;

  private final InterruptTable table;
  private final long[] sent; // by processor

  SgiSender(InterruptTable table) {
    this.table = table;
    this.sent = new long[table.processors()];
  }

  /** Carries out a write of GICD_SGIR; bits of processors that do not exist are ignored. */
  void send(int from, int written) {
    int targets = targets(from, written) & table.everyone();
    sent[from]++;
    for (; targets != 0; targets &= targets - 1) {
      int to = Integer.numberOfTrailingZeros(targets);
      table.sgis(to).add(written & SGI, 1 << from);
      table.changed(table.bank(to, 0));
    }
  }

  private int targets(int from, int written) {
    return switch (written >>> FILTER_SHIFT & 3) {
      case 0 -> written >>> TARGETS_SHIFT;
      case 1 -> ~(1 << from);
      case 2 -> 1 << from;
      default -> 0; // reserved
    };
  }

  /** How often a processor wrote GICD_SGIR. */
  long sent(int processor) {
    return sent[processor];
  }
}
