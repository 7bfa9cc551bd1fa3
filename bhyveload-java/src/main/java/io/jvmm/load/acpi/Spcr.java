package io.jvmm.load.acpi;

import io.jvmm.load.acpi.AcpiMachine.Peripheral;

/** Which device is the console (Microsoft, Serial Port Console Redirection Table, revision 4). */
final class Spcr {
  private static final int PL011 = 3;
  private static final int GIC_INTERRUPT = 1 << 3;
  private static final int RATE_115200 = 7;
  private static final int ONE_STOP_BIT = 1;
  private static final int VT100 = 0;
  private static final int NO_PCI_DEVICE = 0xffff;
  private static final int PATH_OFFSET = 88;
  private static final String PATH = "\\_SB." + Dsdt.SERIAL_PORT + "\0";

  private Spcr() {}

  static Table of(Peripheral uart) {
    return Table.named("SPCR", 4)
        .bytes(PL011, 0, 0, 0)
        .registers(uart.window().start().value())
        .bytes(GIC_INTERRUPT, 0)
        .dword(uart.interrupt().value())
        .bytes(RATE_115200, 0, ONE_STOP_BIT, 0, VT100, 0)
        .word(NO_PCI_DEVICE)
        .word(NO_PCI_DEVICE)
        .zeros(8) // where that device is
        .dword(0) // the clock is not known
        .dword(0) // nor another rate
        .word(PATH.length())
        .word(PATH_OFFSET)
        .text(PATH)
        .build();
  }
}
