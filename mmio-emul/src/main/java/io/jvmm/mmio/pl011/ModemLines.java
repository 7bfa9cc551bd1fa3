package io.jvmm.mmio.pl011;

/**
 * The modem's lines into the port. A modem is always there: CTS, DSR and DCD are asserted, nobody
 * rings. In loopback (UARTCR.LBE) the port's own outputs take their place: RTS, DTR, Out1 and Out2
 * (Arm DDI 0183G, 2.4.3).
 */
final class ModemLines {
  private static final int CR_LBE = 1 << 7;
  private static final int CR_DTR = 1 << 10;
  private static final int CR_RTS = 1 << 11;
  private static final int CR_OUT1 = 1 << 12;
  private static final int CR_OUT2 = 1 << 13;

  private static final int FR_CTS = 1;
  private static final int FR_DSR = 1 << 1;
  private static final int FR_DCD = 1 << 2;
  private static final int FR_RI = 1 << 8;

  private ModemLines() {}

  static boolean inLoopback(int control) {
    return (control & CR_LBE) != 0;
  }

  /** Their bits in UARTFR, at a value of UARTCR. */
  static int flags(int control) {
    if (!inLoopback(control)) {
      return FR_CTS | FR_DSR | FR_DCD;
    }
    return flag(control, CR_RTS, FR_CTS)
        | flag(control, CR_DTR, FR_DSR)
        | flag(control, CR_OUT1, FR_DCD)
        | flag(control, CR_OUT2, FR_RI);
  }

  /** The interrupts of a change of UARTCR. */
  static int edges(int before, int after) {
    int changed = flags(before) ^ flags(after);
    return flag(changed, FR_CTS, Interrupt.CTS.bit())
        | flag(changed, FR_DSR, Interrupt.DSR.bit())
        | flag(changed, FR_DCD, Interrupt.DCD.bit())
        | flag(changed, FR_RI, Interrupt.RI.bit());
  }

  private static int flag(int value, int bit, int flag) {
    return (value & bit) != 0 ? flag : 0;
  }
}
