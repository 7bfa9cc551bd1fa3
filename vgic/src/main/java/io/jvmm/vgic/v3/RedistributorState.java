package io.jvmm.vgic.v3;

import java.util.List;

/**
 * The state of one redistributor and the CPU interface behind it, as a value.
 *
 * @param affinity Aff2.Aff1.Aff0 of its processor
 * @param ctlr GICR_CTLR
 * @param propbaser GICR_PROPBASER
 * @param pendbaser GICR_PENDBASER
 * @param interrupts the SGIs and PPIs, INTID 0 to 31
 * @param cpu the CPU interface
 */
public record RedistributorState(
    long affinity,
    int ctlr,
    long propbaser,
    long pendbaser,
    List<InterruptState> interrupts,
    CpuInterfaceState cpu) {
  /** Copies the list. */
  public RedistributorState {
    interrupts = List.copyOf(interrupts);
  }
}
