package io.jvmm.stage2;

import io.jvmm.lpae.TableFormat;

/**
 * What a stage-2 block or page says of the memory it maps, besides where it is (Arm ARM, "Stage 2
 * attribute fields in Block and Page descriptors"; neither FEAT_S2FWB nor FEAT_S2PIE is used).
 *
 * @param memory the memory type: MemAttr[3:0]
 * @param permissions what EL1 and EL0 may do with data: S2AP
 * @param shareability who keeps coherent with whom: SH
 * @param accessed the access flag, AF: an access while it is clear faults
 * @param execution where instructions may be fetched: XN[1:0]
 */
public record Stage2Attributes(
    MemoryType memory,
    Permissions permissions,
    Shareability shareability,
    boolean accessed,
    Execution execution) {
  /** Ordinary RAM: readable, writable, executable, write-back cacheable, inner shareable. */
  public static final Stage2Attributes RAM =
      new Stage2Attributes(
          MemoryType.NORMAL_WRITE_BACK,
          Permissions.READ_WRITE,
          Shareability.INNER,
          true,
          Execution.ANYWHERE);

  /** RAM that the guest and its devices can only read, and execute: firmware, say. */
  public static final Stage2Attributes READ_ONLY_RAM = RAM.with(Permissions.READ_ONLY);

  private static final int MEM_ATTR_SHIFT = 2;
  private static final int S2AP_SHIFT = 6;
  private static final int SH_SHIFT = 8;
  private static final long AF = 1L << 10;
  private static final int XN_SHIFT = 53;

  /** The same with other permissions. */
  public Stage2Attributes with(Permissions other) {
    return new Stage2Attributes(memory, other, shareability, accessed, execution);
  }

  /** These attributes' bits of a block or page descriptor. */
  long bits(TableFormat format) {
    return memory.memAttr << MEM_ATTR_SHIFT
        | permissions.s2ap << S2AP_SHIFT
        | (format.hasShareability() ? shareability.sh << SH_SHIFT : 0)
        | (accessed ? AF : 0)
        | execution.xn << XN_SHIFT;
  }

  /**
   * The attributes in a block or page descriptor, whatever its bits. Where the format has no
   * shareability, it is VTCR_EL2.SH0: inner.
   */
  static Stage2Attributes of(long descriptor, TableFormat format) {
    return new Stage2Attributes(
        MemoryType.of((int) (descriptor >>> MEM_ATTR_SHIFT & 0b1111)),
        Permissions.of(descriptor >>> S2AP_SHIFT & 0b11),
        format.hasShareability()
            ? Shareability.of(descriptor >>> SH_SHIFT & 0b11)
            : Shareability.INNER,
        (descriptor & AF) != 0,
        Execution.of(descriptor >>> XN_SHIFT & 0b11));
  }

  /** Memory types; inner and outer cacheability are always the same here. */
  public enum MemoryType {
    /** Device, no gathering, no reordering, no early write acknowledgement. */
    DEVICE_NGNRNE(0b0000),
    /** Device, no gathering, no reordering, early write acknowledgement. */
    DEVICE_NGNRE(0b0001),
    /** Device, no gathering, reordering, early write acknowledgement. */
    DEVICE_NGRE(0b0010),
    /** Device, gathering, reordering, early write acknowledgement. */
    DEVICE_GRE(0b0011),
    /** Normal, not cacheable. */
    NORMAL_NON_CACHEABLE(0b0101),
    /** Normal, write-through cacheable. */
    NORMAL_WRITE_THROUGH(0b1010),
    /** Normal, write-back cacheable. */
    NORMAL_WRITE_BACK(0b1111);

    private final long memAttr;

    MemoryType(long memAttr) {
      this.memAttr = memAttr;
    }

    /**
     * The type of an encoding. Where inner and outer differ, the one that is cached less; the
     * encodings that are reserved count as not cached.
     */
    private static MemoryType of(int memAttr) {
      int outer = memAttr >>> 2;
      int inner = memAttr & 0b11;
      if (outer == 0) {
        return values()[inner];
      }
      return switch (Math.min(outer, inner)) {
        case 3 -> NORMAL_WRITE_BACK;
        case 2 -> NORMAL_WRITE_THROUGH;
        default -> NORMAL_NON_CACHEABLE;
      };
    }
  }

  /** Data access permissions. */
  public enum Permissions {
    /** Neither loads nor stores. */
    NONE(0b00),
    /** Loads only. */
    READ_ONLY(0b01),
    /** Stores only. */
    WRITE_ONLY(0b10),
    /** Loads and stores. */
    READ_WRITE(0b11);

    private final long s2ap;

    Permissions(long s2ap) {
      this.s2ap = s2ap;
    }

    /** Whether they permit an access. */
    public boolean allow(Stage2Access access) {
      return switch (access) {
        case READ -> (s2ap & READ_ONLY.s2ap) != 0;
        case WRITE -> (s2ap & WRITE_ONLY.s2ap) != 0;
      };
    }

    private static Permissions of(long s2ap) {
      return values()[(int) s2ap];
    }
  }

  /** Shareability domains of Normal memory. */
  public enum Shareability {
    /** One processor only. */
    NONE(0b00),
    /** Every observer of the outer domain. */
    OUTER(0b10),
    /** The processors of one operating system or hypervisor. */
    INNER(0b11);

    private final long sh;

    Shareability(long sh) {
      this.sh = sh;
    }

    /** The domain of an encoding; the one that is reserved counts as outer. */
    private static Shareability of(long sh) {
      return sh == NONE.sh ? NONE : sh == INNER.sh ? INNER : OUTER;
    }
  }

  /** Where instructions may be fetched. One level without the other takes FEAT_XNX. */
  public enum Execution {
    /** At EL1 and EL0. */
    ANYWHERE(0b00),
    /** At EL0 only. */
    EL0_ONLY(0b01),
    /** Nowhere. */
    NOWHERE(0b10),
    /** At EL1 only. */
    EL1_ONLY(0b11);

    private final long xn;

    Execution(long xn) {
      this.xn = xn;
    }

    private static Execution of(long xn) {
      return values()[(int) xn];
    }
  }
}
