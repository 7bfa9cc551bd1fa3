package io.jvmm.stage1;

import io.jvmm.lpae.Granule;
import io.jvmm.lpae.TableFormat;

/**
 * One half of the virtual address space, with what TCR_EL1 and a TTBR say of it.
 *
 * @param upper whether it is the one at the top, of TTBR1_EL1
 */
record AddressHalf(Stage1Registers registers, boolean upper) {
  private static final int DS = 59;
  private static final int HA = 39;
  private static final int HD = 40;

  private static final int[] OUTPUT_SIZES = {32, 36, 40, 42, 44, 48, 52, 52};

  /** An address with zeros for its tag, bits 63:56, if there is one: TBI. */
  long zeroTagged(long virtualAddress) {
    return hasTags() ? virtualAddress & (1L << 56) - 1 : virtualAddress;
  }

  /** Whether the tables describe an address, with its tag: AArch64.VAIsOutOfRange. */
  boolean contains(long virtualAddress) {
    long extended = hasTags() ? virtualAddress << 8 >> 8 : virtualAddress;
    return extended >> inputBits() == (upper ? -1 : 0);
  }

  /** Whether walks are permitted, and of a size that the architecture has: EPD, TxSZ. */
  boolean isWalkable() {
    int most = wide() ? 52 : 48;
    int least = granule() == Granule.SIZE_64K ? 17 : 16; // FEAT_TTST
    return !bit(7, 23) && inputBits() >= least && inputBits() <= most;
  }

  /** How many bits of an address the tables translate: 64 - TxSZ. */
  int inputBits() {
    return Long.SIZE - field(0, 16, 0b11_1111);
  }

  /** The granule; TG0 and TG1 encode it differently, and reserved values count as 4 KiB. */
  Granule granule() {
    int tg = field(14, 30, 0b11);
    if (tg == (upper ? 0b11 : 0b01)) {
      return Granule.SIZE_64K;
    }
    return tg == (upper ? 0b01 : 0b10) ? Granule.SIZE_16K : Granule.SIZE_4K;
  }

  TableFormat format() {
    return new TableFormat(granule(), wide());
  }

  /** The size of an output address: IPS, but no more than there is and the format has. */
  int outputBits() {
    int named = OUTPUT_SIZES[(int) (registers.tcr() >>> 32 & 0b111)];
    return Math.min(Math.min(named, registers.physicalBits()), wide() ? 52 : 48);
  }

  int startLevel() {
    Granule granule = granule();
    return Granule.LAST_LEVEL - (inputBits() - 1 - granule.pageBits()) / granule.levelBits();
  }

  /** The first table's address: AArch64.S1TTBaseAddress. */
  long root() {
    long ttbr = upper ? registers.ttbr1() : registers.ttbr0();
    int sizeBits = inputBits() - granule().entryBits(startLevel()) + 3;
    long low = ttbr & (1L << 48) - 1;
    if (wide() && outputBits() == 52) {
      return (low & -(1L << Math.max(sizeBits, 6))) | (ttbr >>> 2 & 0b1111) << 48;
    }
    return low & -(1L << sizeBits);
  }

  /** Whether table descriptors restrict what is below them (HPD clear). */
  boolean hasHierarchicalAttributes() {
    return !bit(41, 42);
  }

  /** Whether the processor sets access flags by itself. */
  boolean setsAccessFlags() {
    return bit(HA, HA);
  }

  /** Whether it makes pages that say so writable by itself. */
  boolean setsDirtyState() {
    return setsAccessFlags() && bit(HD, HD);
  }

  /** Whether addresses in descriptors have 52 bits. */
  private boolean wide() {
    return granule() == Granule.SIZE_64K ? registers.physicalBits() == 52 : bit(DS, DS);
  }

  private boolean hasTags() {
    return bit(37, 38);
  }

  private boolean bit(int ifLower, int ifUpper) {
    return field(ifLower, ifUpper, 1) != 0;
  }

  private int field(int ifLower, int ifUpper, int mask) {
    return (int) (registers.tcr() >>> (upper ? ifUpper : ifLower)) & mask;
  }
}
