package io.jvmm.vgic.v2;

/**
 * The SGIs that wait for one processor: 16 of them, each from up to eight senders at a time, which
 * the processor acknowledges one by one (Arm IHI 0048B, 2.2.1 and 4.3.16).
 */
final class SoftwareInterrupts {
  static final int COUNT = 16;

  /** All of them, as bits of a register. */
  static final int ALL = 0xffff;

  private final InterruptBank bank;
  private final byte[] senders = new byte[COUNT]; // a bit for each processor

  /** The SGIs of a private bank, whose pending latches follow from the senders. */
  SoftwareInterrupts(InterruptBank bank) {
    this.bank = bank;
  }

  /** From whom an SGI waits, a bit for each processor. */
  int senders(int sgi) {
    return Byte.toUnsignedInt(senders[sgi]);
  }

  void add(int sgi, int processors) {
    set(sgi, senders(sgi) | processors);
  }

  void remove(int sgi, int processors) {
    set(sgi, senders(sgi) & ~processors);
  }

  /** The sender that is acknowledged next: which one is ours to choose, so the first. */
  int next(int sgi) {
    return Integer.numberOfTrailingZeros(senders(sgi));
  }

  private void set(int sgi, int processors) {
    senders[sgi] = (byte) processors;
    int bit = 1 << sgi;
    bank.latch = processors == 0 ? bank.latch & ~bit : bank.latch | bit;
  }
}
