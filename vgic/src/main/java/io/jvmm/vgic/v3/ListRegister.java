package io.jvmm.vgic.v3;

import java.util.OptionalInt;

/**
 * What a hypervisor puts into a list register to give a virtual CPU interface an interrupt (Arm IHI
 * 0069, 6.3 and ICH_LR&lt;n&gt;_EL2).
 *
 * @param state what the virtual processor has done with it
 * @param group1 group 1, a virtual IRQ; else group 0, a virtual FIQ
 * @param priority 0 to 0xff
 * @param intid the virtual INTID, 32 bits
 * @param physicalIntid the interrupt that is deactivated with it, 0 to 1019 or an extended one of
 *     13 bits, if it stands for one of the hardware's
 * @param maintenance whether its end causes a maintenance interrupt; not together with a physical
 *     interrupt
 */
public record ListRegister(
    State state,
    boolean group1,
    int priority,
    int intid,
    OptionalInt physicalIntid,
    boolean maintenance) {
  /** The states, in the order of their codes. */
  public enum State {
    /** The list register is empty. */
    INVALID(0),
    /** Not acknowledged yet. */
    PENDING(1),
    /** Acknowledged. */
    ACTIVE(2),
    /** Acknowledged, and pending again. */
    PENDING_AND_ACTIVE(3);

    private final long code;

    State(long code) {
      this.code = code;
    }
  }

  private static final int STATE_SHIFT = 62;
  private static final long HARDWARE = 1L << 61;
  private static final long GROUP_1 = 1L << 60;
  private static final int PRIORITY_SHIFT = 48;
  private static final long MAINTENANCE = 1L << 41;
  private static final int PHYSICAL_SHIFT = 32;
  private static final int PHYSICAL_MASK = 0x1fff;

  /** Refuses what no list register can hold. */
  public ListRegister {
    int physical = physicalIntid.orElse(0);
    if (priority < 0 || priority > 0xff || physical < 0 || physical > PHYSICAL_MASK) {
      throw new IllegalArgumentException(
          "no list register holds priority 0x%x, physical INTID %d".formatted(priority, physical));
    }
    if (maintenance && physicalIntid.isPresent()) {
      throw new IllegalArgumentException(
          "a list register of a physical interrupt cannot ask for a maintenance interrupt");
    }
  }

  /** From the register's 64 bits; reserved ones are dropped. */
  public static ListRegister decode(long value) {
    boolean hardware = (value & HARDWARE) != 0;
    int physical = (int) (value >>> PHYSICAL_SHIFT) & PHYSICAL_MASK;
    return new ListRegister(
        State.values()[(int) (value >>> STATE_SHIFT)],
        (value & GROUP_1) != 0,
        (int) (value >>> PRIORITY_SHIFT) & 0xff,
        (int) value,
        hardware ? OptionalInt.of(physical) : OptionalInt.empty(),
        !hardware && (value & MAINTENANCE) != 0);
  }

  /** The register's 64 bits. */
  public long encode() {
    return state.code << STATE_SHIFT
        | (physicalIntid.isPresent() ? HARDWARE : 0)
        | (group1 ? GROUP_1 : 0)
        | (long) priority << PRIORITY_SHIFT
        | (maintenance ? MAINTENANCE : 0)
        | (long) physicalIntid.orElse(0) << PHYSICAL_SHIFT
        | Integer.toUnsignedLong(intid);
  }
}
