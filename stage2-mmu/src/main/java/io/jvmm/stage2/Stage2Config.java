package io.jvmm.stage2;

import io.jvmm.vmm.HypervisorLimits;
import io.jvmm.vmm.error.ConfigurationException;
import java.util.List;

/**
 * The shape of a guest-physical address space: 4 KiB granule, and the lookup levels that follow
 * from the size (Arm ARM, D8.2).
 *
 * @param ipaBits the size of an intermediate physical address in bits, {@value #MIN_IPA_BITS} to
 *     {@value #MAX_IPA_BITS}
 * @param outputBits the size of an output address in bits: 32, 36, 40, 42, 44 or 48
 */
public record Stage2Config(int ipaBits, int outputBits) {
  /** The smallest address space offered. */
  public static final int MIN_IPA_BITS = 32;

  /** The largest that this granule describes without the LPA2 extension. */
  public static final int MAX_IPA_BITS = 48;

  /** What KVM gives a virtual machine that asks for nothing. */
  private static final int USUAL_IPA_BITS = 40;

  /** The sizes that VTCR_EL2.PS can name, in the order of its encoding. */
  private static final List<Integer> OUTPUT_SIZES = List.of(32, 36, 40, 42, 44, 48);

  /** The initial lookup may use up to 16 tables side by side (Arm ARM, D8.2.2). */
  private static final int CONCATENATION_BITS = 4;

  private static final long VTCR_RES1 = 1L << 31;
  private static final int VTCR_PS_SHIFT = 16;
  private static final long VTCR_SH0_INNER = 0b11L << 12;
  private static final long VTCR_ORGN0_WRITE_BACK = 0b01L << 10;
  private static final long VTCR_IRGN0_WRITE_BACK = 0b01L << 8;
  private static final int VTCR_SL0_SHIFT = 6;

  /** Refuses sizes that the architecture, or this granule, does not have. */
  public Stage2Config {
    if (ipaBits < MIN_IPA_BITS || ipaBits > MAX_IPA_BITS) {
      throw new IllegalArgumentException(
          "%d-bit guest-physical addresses are not within %d to %d"
              .formatted(ipaBits, MIN_IPA_BITS, MAX_IPA_BITS));
    }
    if (!OUTPUT_SIZES.contains(outputBits)) {
      throw new IllegalArgumentException(
          "%d-bit output addresses: the architecture has %s".formatted(outputBits, OUTPUT_SIZES));
    }
  }

  /**
   * The address space for a machine whose highest address is below {@code endExclusive}: 40 bits
   * where they are enough, so that a guest sees the same on every host.
   *
   * @throws ConfigurationException if the host offers less than that needs
   */
  public static Stage2Config covering(long endExclusive, HypervisorLimits limits) {
    int offered = Math.min(limits.maxIpaBits(), MAX_IPA_BITS);
    int needed = Long.SIZE - Long.numberOfLeadingZeros(endExclusive - 1);
    if (needed > offered) {
      throw new ConfigurationException(
          ("the machine's memory ends at 0x%x, which takes %d-bit addresses, and this host"
                  + " offers %d: give it less memory")
              .formatted(endExclusive, needed, offered));
    }
    return new Stage2Config(Math.max(needed, Math.min(USUAL_IPA_BITS, offered)), MAX_IPA_BITS);
  }

  /** The level of the initial lookup: the fewest levels that concatenation makes possible. */
  public int startLevel() {
    int level = Granule.LAST_LEVEL - 1;
    while (ipaBits > tableBits(level) + CONCATENATION_BITS) {
      level--;
    }
    return level;
  }

  /** How many tables the initial lookup indexes as if they were one: 1, 2, 4, 8 or 16. */
  public int rootTables() {
    return 1 << Math.max(0, ipaBits - tableBits(startLevel()));
  }

  /**
   * The value of VTCR_EL2 that makes a processor walk such tables, themselves in write-back
   * cacheable, inner shareable memory (Arm ARM, D24.2, VTCR_EL2).
   */
  public long vtcr() {
    int inputSize = Long.SIZE - ipaBits; // T0SZ
    int startingLevel = 2 - startLevel(); // SL0, as the 4 KiB granule encodes it
    int outputSize = OUTPUT_SIZES.indexOf(outputBits);
    return VTCR_RES1
        | (long) outputSize << VTCR_PS_SHIFT
        | VTCR_SH0_INNER
        | VTCR_ORGN0_WRITE_BACK
        | VTCR_IRGN0_WRITE_BACK
        | (long) startingLevel << VTCR_SL0_SHIFT
        | inputSize;
  }

  /** How many entries a table of {@code level} has; at the start level, all its tables together. */
  long entries(int level) {
    return level == startLevel() ? 1L << (ipaBits - Granule.entryBits(level)) : Granule.ENTRIES;
  }

  /** Whether an address, taken as unsigned, is one that the tables can describe. */
  boolean hasInput(long ipa) {
    return ipa >>> ipaBits == 0;
  }

  /** Whether an address, taken as unsigned, fits the output size. */
  boolean hasOutput(long output) {
    return output >>> outputBits == 0;
  }

  private static int tableBits(int level) {
    return Granule.entryBits(level) + Granule.LEVEL_BITS;
  }
}
