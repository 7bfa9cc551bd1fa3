package io.jvmm.load.acpi;

import io.jvmm.load.acpi.AcpiMachine.PcieRoot;
import io.jvmm.load.acpi.AcpiMachine.Timers;
import java.util.List;

/** The tables that are a few fields each. */
final class FixedTables {
  private static final long NONE = -1;

  private FixedTables() {}

  /** The addresses of all other tables (ACPI 6.6, 5.2.8). */
  static Table xsdt(List<String> tables) {
    Table.Builder table = Table.named("XSDT", 1);
    tables.forEach(table::reference);
    return table.build();
  }

  /**
   * The Generic Timer Description Table (ACPI 6.6, 5.2.25), as of ACPI 6.3. There are no timers in
   * memory, and no virtual one at EL2.
   */
  static Table gtdt(Timers timers) {
    int alwaysOn = 1 << 2;
    return Table.named("GTDT", 3)
        .qword(NONE)
        .dword(0)
        .dword(timers.secure().value())
        .dword(alwaysOn)
        .dword(timers.physical().value())
        .dword(alwaysOn)
        .dword(timers.virtual().value())
        .dword(alwaysOn)
        .dword(timers.hypervisor().value())
        .dword(alwaysOn)
        .qword(NONE)
        .zeros(4 * Integer.BYTES)
        .build();
  }

  /** Where PCI Express has its configuration space (PCI Firmware Specification 3.2, 4.1.2). */
  static Table mcfg(PcieRoot pcie) {
    return Table.named("MCFG", 1)
        .zeros(Long.BYTES)
        .qword(pcie.configuration().start().value())
        .word(0) // segment
        .bytes(0, pcie.buses() - 1)
        .zeros(Integer.BYTES)
        .build();
  }

  /** The console (Microsoft, Serial Port Console Redirection Table, revision 2). */
  static Table spcr(AcpiMachine.Peripheral uart) {
    int pl011 = 3;
    int gicInterrupt = 1 << 3;
    int baud115200 = 7;
    int oneStopBit = 1;
    int vt100 = 0;
    int noPciDevice = 0xffff;
    return Table.named("SPCR", 2)
        .bytes(pl011, 0, 0, 0)
        .registers(uart.window().start().value())
        .bytes(gicInterrupt, 0)
        .dword(uart.interrupt().value())
        .bytes(baud115200, 0, oneStopBit, 0, vt100, 0)
        .word(noPciDevice)
        .word(noPciDevice)
        .zeros(12)
        .build();
  }
}
