package io.jvmm.vgic.v3;

import java.util.function.ObjLongConsumer;
import java.util.function.ToLongFunction;

/**
 * A field that a register array holds of every interrupt: how wide it is, what a read shows and
 * what a write does. The register tables of distributor and redistributor share them.
 */
enum InterruptField {
  /** IGROUPR. */
  GROUP(1, of -> bit(of.group1), (of, value) -> of.group1 = value != 0),
  /** ISENABLER: zeros do nothing. */
  SET_ENABLE(1, of -> bit(of.enabled), (of, value) -> of.enabled |= value != 0),
  /** ICENABLER: zeros do nothing. */
  CLEAR_ENABLE(1, of -> bit(of.enabled), (of, value) -> of.enabled &= value == 0),
  /** ISPENDR: zeros do nothing. */
  SET_PENDING(1, of -> bit(of.isPending()), (of, value) -> of.latched |= value != 0),
  /** ICPENDR: zeros do nothing. */
  CLEAR_PENDING(1, of -> bit(of.isPending()), (of, value) -> of.latched &= value == 0),
  /** ISACTIVER: zeros do nothing. */
  SET_ACTIVE(1, of -> bit(of.active), (of, value) -> of.active |= value != 0),
  /** ICACTIVER: zeros do nothing. */
  CLEAR_ACTIVE(1, of -> bit(of.active), (of, value) -> of.active &= value == 0),
  /** IPRIORITYR. */
  PRIORITY(
      8, of -> of.priority, (of, value) -> of.priority = (int) value & Interrupt.PRIORITY_MASK),
  /** ICFGR: bit 1 is edge-triggered. */
  CONFIG(2, of -> of.edge ? 0b10 : 0, (of, value) -> of.edge = (value & 0b10) != 0),
  /** IROUTER. */
  ROUTE(64, of -> of.route, Interrupt::setRoute),
  /** What KVM's attributes show as ISPENDR: the latch alone, set to exactly what is written. */
  LATCH(1, of -> bit(of.latched), (of, value) -> of.latched = value != 0),
  /** What KVM's attributes show as the levels of the inputs of level-sensitive interrupts. */
  LINE(1, of -> bit(of.line && !of.edge), (of, value) -> of.line = value != 0);

  private final int bits;

  @SuppressWarnings("ImmutableEnumChecker") // the lambdas above capture nothing
  private final ToLongFunction<Interrupt> get;

  @SuppressWarnings("ImmutableEnumChecker") // as get
  private final ObjLongConsumer<Interrupt> set;

  InterruptField(int bits, ToLongFunction<Interrupt> get, ObjLongConsumer<Interrupt> set) {
    this.bits = bits;
    this.get = get;
    this.set = set;
  }

  private static long bit(boolean value) {
    return value ? 1 : 0;
  }

  /** How many bits of the register belong to one interrupt. */
  int bits() {
    return bits;
  }

  long get(Interrupt interrupt) {
    return get.applyAsLong(interrupt);
  }

  void set(Interrupt interrupt, long value) {
    set.accept(interrupt, value);
  }
}
