package io.jvmm.vgic.v3;

/** Affinity levels as people write them. */
final class Affinity {
  private Affinity() {}

  /** {@code Aff2.Aff1.Aff0}: the GIC that is modelled has no Aff3. */
  static String text(long affinity) {
    return "%d.%d.%d".formatted(affinity >>> 16 & 0xff, affinity >>> 8 & 0xff, affinity & 0xff);
  }
}
