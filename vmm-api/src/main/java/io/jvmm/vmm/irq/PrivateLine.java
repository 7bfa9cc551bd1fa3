package io.jvmm.vmm.irq;

/** An output of a vCPU's own peripherals, wired to one of its private peripheral interrupts. */
public enum PrivateLine {
  /** The EL1 virtual timer's. */
  VIRTUAL_TIMER(11, 1),
  /** The EL1 physical timer's. */
  PHYSICAL_TIMER(14, 2),
  /** The performance monitors' overflow. */
  PMU(7, 4);

  private final int ppi;
  private final int bit;

  PrivateLine(int ppi, int bit) {
    this.ppi = ppi;
    this.bit = bit;
  }

  /** Its place in {@link PrivateLines}. */
  int bit() {
    return bit;
  }

  /**
   * The private peripheral interrupt that it is wired to, as Arm's Base System Architecture has it.
   */
  public IntId intId() {
    return IntId.ppi(ppi);
  }
}
