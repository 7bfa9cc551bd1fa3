package io.jvmm.vgic.v3;

import java.util.StringJoiner;

/**
 * The state of one interrupt, as a value.
 *
 * @param intid 0 to 1019
 * @param group1 group 1, signalled as IRQ; else group 0, signalled as FIQ
 * @param enabled whether it may be forwarded
 * @param latched pending because of an edge, an SGI, or a write to ISPENDR
 * @param line the level of its input, if it is level-sensitive; false if it is edge-triggered
 * @param active acknowledged and not yet deactivated
 * @param trigger edge or level
 * @param priority 0 (highest) to 0xff
 * @param route of an SPI, its IROUTER: Aff2.Aff1.Aff0 in bits 23:0, IRM in bit 31; of others 0
 */
public record InterruptState(
    int intid,
    boolean group1,
    boolean enabled,
    boolean latched,
    boolean line,
    boolean active,
    Trigger trigger,
    int priority,
    long route) {

  /** When an interrupt becomes pending. */
  public enum Trigger {
    /** By a rising edge of its input. */
    EDGE,
    /** For as long as its input is asserted. */
    LEVEL
  }

  /** Refuses special INTIDs, LPIs, and priorities that do not fit in a byte. */
  public InterruptState {
    if (intid < 0 || intid >= Intid.SPECIAL || priority < 0 || priority > 0xff) {
      throw new IllegalArgumentException(
          "no SGI, PPI or SPI has INTID %d and priority 0x%x".formatted(intid, priority));
    }
  }

  /** What it is before anybody has touched it: group 1; SGIs are enabled, PPIs level-sensitive. */
  public static InterruptState afterReset(int intid) {
    boolean sgi = intid < Intid.PPIS;
    boolean ppi = !sgi && intid < Intid.SPIS;
    Trigger trigger = ppi ? Trigger.LEVEL : Trigger.EDGE;
    return new InterruptState(intid, true, sgi, false, false, false, trigger, 0, 0);
  }

  /** One line: {@code SPI 5 (37) group 1, enabled, pending (line), priority 0xa0, to 0.0.1}. */
  public String describe() {
    StringJoiner text = new StringJoiner(", ");
    text.add("%s group %d".formatted(name(), group1 ? 1 : 0));
    text.add(enabled ? "enabled" : "disabled");
    text.add(trigger == Trigger.EDGE ? "edge" : "level");
    if (latched || line) {
      text.add(
          "pending (%s)".formatted(latched && line ? "latch, line" : latched ? "latch" : "line"));
    }
    if (active) {
      text.add("active");
    }
    text.add("priority 0x%02x".formatted(priority));
    if (intid >= Intid.SPIS) {
      text.add("to " + target());
    }
    return text.toString();
  }

  private String name() {
    if (intid >= Intid.SPIS) {
      return "SPI %d (%d)".formatted(intid - Intid.SPIS, intid);
    }
    return intid >= Intid.PPIS
        ? "PPI %d (%d)".formatted(intid - Intid.PPIS, intid)
        : "SGI " + intid;
  }

  private String target() {
    return (route & Interrupt.ANY) != 0 ? "any PE" : Affinity.text(route);
  }
}
