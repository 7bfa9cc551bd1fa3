package io.jvmm.load.acpi;

import io.jvmm.load.acpi.Gic.Messages;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.memory.AddressRange;

/**
 * The Multiple APIC Description Table (ACPI 6.6, 5.2.12), as of ACPI 6.5: the processors, and the
 * parts of the interrupt controller. A part starts with its type and its length.
 */
final class Madt {
  private static final int GICC = 0x0b;
  private static final int GICD = 0x0c;
  private static final int MSI_FRAME = 0x0d;
  private static final int GICR = 0x0e;
  private static final int ITS = 0x0f;

  private static final int ENABLED = 1;
  private static final int COUNT_AND_BASE_ARE_SAID_HERE = 1;

  private final AcpiMachine machine;
  private final Table.Builder table = Table.named("APIC", 6).zeros(2 * Integer.BYTES);

  private Madt(AcpiMachine machine) {
    this.machine = machine;
  }

  static Table of(AcpiMachine machine) {
    Madt madt = new Madt(machine);
    madt.distributor();
    for (int i = 0; i < machine.processors().size(); i++) {
      madt.processor(i);
    }
    if (machine.gic() instanceof Gic.V3 v3) {
      v3.redistributors().forEach(madt::redistributors);
    }
    machine.gic().messages().ifPresent(madt::messages);
    return madt.table.build();
  }

  /** GIC Distributor Structure (5.2.12.15). */
  private void distributor() {
    int version =
        switch (machine.gic()) {
          case Gic.V2 _ -> 2;
          case Gic.V3 _ -> 3;
        };
    part(GICD, 24)
        .dword(0) // its number: there is no other
        .qword(machine.gic().distributor().start().value())
        .dword(0)
        .bytes(version, 0, 0, 0);
  }

  /** GIC CPU Interface Structure (5.2.12.14). What a hypervisor in the guest would need is zero. */
  private void processor(int index) {
    part(GICC, 82)
        .dword(interfaceNumber(index))
        .dword(index) // its unique identifier in the DSDT
        .dword(ENABLED)
        .dword(0) // no parking protocol
        .dword(machine.performanceMonitors().map(IntId::value).orElse(0))
        .qword(0)
        .qword(cpuInterface())
        .zeros(2 * Long.BYTES + Integer.BYTES)
        .qword(0) // the redistributors have structures of their own
        .qword(machine.processors().get(index))
        .bytes(0, 0) // no efficiency class
        .word(0) // no interrupts of statistical profiling, nor of a trace buffer
        .word(0);
  }

  /** A GICv2 has a bit for each; where there are system registers only, the field is zero. */
  private int interfaceNumber(int index) {
    return switch (machine.gic()) {
      case Gic.V2 _ -> index;
      case Gic.V3 _ -> 0;
    };
  }

  private long cpuInterface() {
    return switch (machine.gic()) {
      case Gic.V2 v2 -> v2.cpuInterface().start().value();
      case Gic.V3 _ -> 0;
    };
  }

  /** GIC Redistributor Structure (5.2.12.17). */
  private void redistributors(AddressRange region) {
    part(GICR, 16).qword(region.start().value()).dword(region.size());
  }

  private void messages(Messages messages) {
    switch (messages) {
      // GIC Interrupt Translation Service Structure (5.2.12.18)
      case Messages.Its(AddressRange window) ->
          part(ITS, 20).dword(Iort.ITS).qword(window.start().value()).dword(0);
      // GIC MSI Frame Structure (5.2.12.16)
      case Messages.Frame(AddressRange window, IntId first, int count) ->
          part(MSI_FRAME, 24)
              .dword(0)
              .qword(window.start().value())
              .dword(COUNT_AND_BASE_ARE_SAID_HERE)
              .word(count)
              .word(first.value());
    }
  }

  private Table.Builder part(int type, int length) {
    return table.bytes(type, length, 0, 0);
  }
}
