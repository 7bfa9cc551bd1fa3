package io.jvmm.stage2;

import io.jvmm.lpae.Granule;
import io.jvmm.lpae.TableFormat;
import io.jvmm.vmm.HypervisorLimits;
import io.jvmm.vmm.error.ConfigurationException;
import java.util.List;

/**
 * The shape of a guest-physical address space: the granule, and the lookup levels that follow from
 * the size (Arm ARM, "Concatenated translation tables", and VTCR_EL2).
 *
 * @param granule the translation granule
 * @param ipaBits the size of an intermediate physical address in bits, {@value #MIN_IPA_BITS} to
 *     48, or to 52 if outputs have 52
 * @param outputBits the size of an output address in bits: 32, 36, 40, 42, 44, 48 or 52. With 52,
 *     descriptors have the format of FEAT_LPA (64 KiB granule) or FEAT_LPA2 (the others), and
 *     blocks are found one level earlier
 */
public record Stage2Config(Granule granule, int ipaBits, int outputBits) {
  /** The smallest address space offered. */
  public static final int MIN_IPA_BITS = 32;

  /** The largest without 52-bit addresses. */
  public static final int MAX_IPA_BITS = 48;

  /** What KVM gives a virtual machine that asks for nothing. */
  private static final int USUAL_IPA_BITS = 40;

  private static final int WIDE_BITS = 52;

  /** The sizes that VTCR_EL2.PS can name, in the order of its encoding. */
  private static final List<Integer> OUTPUT_SIZES = List.of(32, 36, 40, 42, 44, 48, WIDE_BITS);

  /** The initial lookup may use up to 16 tables side by side. */
  private static final int CONCATENATION_BITS = 4;

  private static final long VTCR_DS = 1L << 32;
  private static final long VTCR_RES1 = 1L << 31;
  private static final int VTCR_PS_SHIFT = 16;
  private static final int VTCR_TG0_SHIFT = 14;
  private static final long VTCR_SH0_INNER = 0b11L << 12;
  private static final long VTCR_ORGN0_WRITE_BACK = 0b01L << 10;
  private static final long VTCR_IRGN0_WRITE_BACK = 0b01L << 8;
  private static final int VTCR_SL0_SHIFT = 6;
  private static final int VTTBR_VMID_SHIFT = 48;

  /** Refuses sizes that the architecture, or the granule, does not have. */
  public Stage2Config {
    if (!OUTPUT_SIZES.contains(outputBits)) {
      throw new IllegalArgumentException(
          "%d-bit output addresses: the architecture has %s".formatted(outputBits, OUTPUT_SIZES));
    }
    int most = outputBits == WIDE_BITS ? WIDE_BITS : MAX_IPA_BITS;
    if (ipaBits < MIN_IPA_BITS || ipaBits > most) {
      throw new IllegalArgumentException(
          "%d-bit guest-physical addresses are not within %d to %d"
              .formatted(ipaBits, MIN_IPA_BITS, most));
    }
  }

  /** With the 4 KiB granule. */
  public Stage2Config(int ipaBits, int outputBits) {
    this(Granule.SIZE_4K, ipaBits, outputBits);
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

  /** How descriptors are written. */
  public TableFormat format() {
    return new TableFormat(granule, outputBits == WIDE_BITS);
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
   * cacheable, inner shareable memory, with 8-bit VMIDs.
   */
  public long vtcr() {
    int inputSize = Long.SIZE - ipaBits; // T0SZ
    int outputSize = OUTPUT_SIZES.indexOf(outputBits);
    return (format().hasShareability() ? 0 : VTCR_DS)
        | VTCR_RES1
        | (long) outputSize << VTCR_PS_SHIFT
        | (long) granule.tg0() << VTCR_TG0_SHIFT
        | VTCR_SH0_INNER
        | VTCR_ORGN0_WRITE_BACK
        | VTCR_IRGN0_WRITE_BACK
        | (long) startingLevelField() << VTCR_SL0_SHIFT
        | inputSize;
  }

  /**
   * The value of VTTBR_EL2 for tables at an address.
   *
   * @param root the initial lookup's first table: a multiple of the size of all of them
   * @param vmid whose translations these are, 0 to 255
   */
  public long vttbr(long root, int vmid) {
    requireRoot(root);
    if (vmid < 0 || vmid > 0xff) {
      throw new IllegalArgumentException("%d is no 8-bit VMID".formatted(vmid));
    }
    long high = outputBits == WIDE_BITS ? root >>> 48 << 2 : 0; // BADDR[51:48] in bits 5:2
    return (long) vmid << VTTBR_VMID_SHIFT | (root & (1L << 48) - 1) | high;
  }

  /** Refuses an address that the initial lookup's tables cannot have. */
  void requireRoot(long root) {
    long size = rootTables() * granule.pageSize();
    if (root % size != 0 || !hasOutput(root)) {
      throw new IllegalArgumentException(
          "tables at 0x%x: they need a multiple of 0x%x of %d bits"
              .formatted(root, size, outputBits));
    }
  }

  /** How many entries the initial lookup has. */
  int rootEntries() {
    return 1 << (ipaBits - granule.entryBits(startLevel()));
  }

  /** Whether an address, taken as unsigned, is one that the tables can describe. */
  boolean hasInput(long ipa) {
    return ipa >>> ipaBits == 0;
  }

  /** Whether an address, taken as unsigned, fits the output size. */
  boolean hasOutput(long output) {
    return output >>> outputBits == 0;
  }

  /** SL0: counted from level 2 upwards in the 4 KiB granule, from level 3 in the others. */
  private int startingLevelField() {
    return switch (granule) {
      case SIZE_4K -> 2 - startLevel();
      case SIZE_16K, SIZE_64K -> 3 - startLevel();
    };
  }

  private int tableBits(int level) {
    return granule.entryBits(level) + granule.levelBits();
  }
}
