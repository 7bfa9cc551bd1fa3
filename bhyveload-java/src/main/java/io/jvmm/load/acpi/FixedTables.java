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
   * The Generic Timer Description Table (ACPI 6.6, 5.2.25), as of ACPI 6.5. There are no timers in
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
}
