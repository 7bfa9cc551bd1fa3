package io.jvmm.vgic.v3;

import java.util.List;

/**
 * The state of a distributor, as a value.
 *
 * @param iidr GICD_IIDR: who implements it, in which revision
 * @param ctlr GICD_CTLR
 * @param interrupts the SPIs, from INTID 32 on
 */
public record DistributorState(int iidr, int ctlr, List<InterruptState> interrupts) {
  /** Copies the list. */
  public DistributorState {
    interrupts = List.copyOf(interrupts);
  }
}
