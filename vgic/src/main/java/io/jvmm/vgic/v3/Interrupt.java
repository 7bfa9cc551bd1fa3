package io.jvmm.vgic.v3;

import io.jvmm.vgic.v3.InterruptState.Trigger;

/**
 * One SGI, PPI or SPI as the model keeps it (Arm IHI 0069, 4.1). Guarded by the model's lock; plain
 * data, so that {@link InterruptField} alone says what registers see of it.
 */
final class Interrupt {
  /** Five bits are implemented: 32 levels. */
  static final int PRIORITY_MASK = 0xf8;

  /** Of a route: any participating PE instead of the one with the affinity (IRM). */
  static final long ANY = 1L << 31;

  private static final long ROUTE_MASK = ANY | 0xff_ffff;

  final int intid;
  boolean group1;
  boolean enabled;
  boolean latched;
  boolean line;
  boolean active;
  boolean edge;
  int priority;
  long route;

  Interrupt(int intid) {
    this.intid = intid;
    reset();
  }

  void reset() {
    InterruptState state = InterruptState.afterReset(intid);
    restore(state);
  }

  /** Pending: latched, or level-sensitive with its input asserted (Arm IHI 0069, 4.1.2). */
  boolean isPending() {
    return latched || (!edge && line);
  }

  /** A change of its input: the rising edge of an edge-triggered one is remembered. */
  void setLine(boolean level) {
    latched |= edge && level && !line;
    line = level;
  }

  /** Acknowledged: what was latched is served now; an input that stays asserted is still there. */
  void activate() {
    latched = false;
    active = true;
  }

  void setRoute(long value) {
    route = value & ROUTE_MASK;
  }

  /** As a value. The level of an edge-triggered interrupt's input is no state of the GIC's. */
  InterruptState state() {
    Trigger trigger = edge ? Trigger.EDGE : Trigger.LEVEL;
    boolean level = line && !edge;
    return new InterruptState(
        intid, group1, enabled, latched, level, active, trigger, priority, route);
  }

  void restore(InterruptState state) {
    group1 = state.group1();
    enabled = state.enabled();
    latched = state.latched();
    line = state.line();
    active = state.active();
    edge = state.trigger() == Trigger.EDGE;
    priority = state.priority() & PRIORITY_MASK;
    setRoute(state.route());
  }
}
