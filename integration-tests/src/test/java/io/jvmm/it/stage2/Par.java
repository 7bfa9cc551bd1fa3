package io.jvmm.it.stage2;

/**
 * What is compared of a value of PAR_EL1 (Arm ARM, PAR_EL1): of a success the address of the 4 KiB
 * page, memory type and shareability; of a fault its status code, and whether stage 2 is to blame.
 *
 * @param bits the bits that are compared; the others are 0
 */
record Par(long bits) {
  private static final long FAULT = 1;
  private static final int STATUS_SHIFT = 1;
  private static final long STATUS = 0b11_1111L << STATUS_SHIFT;
  private static final long STAGE_2 = 1L << 9;
  private static final long SHAREABILITY = 0b11L << 7;
  private static final int ATTRIBUTES_SHIFT = 56;
  private static final long ATTRIBUTES = 0xffL << ATTRIBUTES_SHIFT;
  private static final long ADDRESS = (1L << 52) - (1L << 12);

  /** A value that a processor gave. */
  static Par of(long value) {
    boolean fault = (value & FAULT) != 0;
    return new Par(
        value & (FAULT | (fault ? STATUS | STAGE_2 : SHAREABILITY | ATTRIBUTES | ADDRESS)));
  }

  static Par fault(int status, boolean stage2) {
    return new Par(FAULT | (long) status << STATUS_SHIFT | (stage2 ? STAGE_2 : 0));
  }

  /**
   * A translation.
   *
   * @param address where it leads
   * @param attributes the memory type as MAIR_ELx encodes it
   * @param shareability as descriptors encode it
   */
  static Par success(long address, int attributes, int shareability) {
    return new Par(
        (address & ADDRESS) | (long) attributes << ATTRIBUTES_SHIFT | (long) shareability << 7);
  }

  /** The same, but for the shareability. */
  Par withoutShareability() {
    return new Par((bits & FAULT) != 0 ? bits : bits & ~SHAREABILITY);
  }

  boolean isFault() {
    return (bits & FAULT) != 0;
  }

  /** A success, or which fault. */
  String outcome() {
    return isFault()
        ? "stage %d 0x%02x"
            .formatted((bits & STAGE_2) != 0 ? 2 : 1, (bits & STATUS) >>> STATUS_SHIFT)
        : "mapped";
  }

  @Override
  public String toString() {
    return isFault()
        ? outcome()
        : "0x%x, attributes 0x%x, shareability %d"
            .formatted(bits & ADDRESS, bits >>> ATTRIBUTES_SHIFT, (bits & SHAREABILITY) >>> 7);
  }
}
