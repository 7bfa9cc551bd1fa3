package io.jvmm.load.acpi.testkit;

import io.jvmm.load.acpi.AcpiMachine;
import io.jvmm.load.acpi.AcpiMachine.PcieRoot;
import io.jvmm.load.acpi.AcpiMachine.Peripheral;
import io.jvmm.load.acpi.AcpiMachine.PowerButton;
import io.jvmm.load.acpi.AcpiMachine.Timers;
import io.jvmm.load.acpi.Gic;
import io.jvmm.load.acpi.Gic.Messages;
import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.memory.AddressRange;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Machines to describe, each with two virtio-mmio devices unless it has PCI. */
public final class TestBoard {
  private static final AddressRange DISTRIBUTOR = AddressRange.of(0x0800_0000, 0x1_0000);
  private static final Messages.Frame FRAME =
      new Messages.Frame(AddressRange.of(0x0802_0000, 0x1000), IntId.spi(48), 64);

  /** A GICv2 with a frame. */
  public static final Gic GIC_V2 =
      new Gic.V2(DISTRIBUTOR, AddressRange.of(0x0801_0000, 0x1_0000), Optional.of(FRAME));

  /** A GICv3 with an ITS, and two regions of redistributors. */
  public static final Gic GIC_V3 =
      new Gic.V3(
          DISTRIBUTOR,
          List.of(
              AddressRange.of(0x080a_0000, 0xf6_0000), AddressRange.of(0x40_0000_0000L, 0x2_0000)),
          Optional.of(new Messages.Its(AddressRange.of(0x0808_0000, 0x2_0000))));

  private static final PcieRoot PCIE =
      new PcieRoot(
          AddressRange.of(0x3f00_0000, 0x100_0000),
          List.of(AddressRange.of(0x1000_0000, 0x2eff_0000), AddressRange.of(4L << 30, 2L << 30)),
          IntStream.range(3, 7).mapToObj(IntId::spi).toList());

  private TestBoard() {}

  /** With its devices on virtio-mmio, and without performance monitors. */
  public static AcpiMachine mmio(Gic gic, int processors) {
    List<Peripheral> virtio =
        List.of(
            new Peripheral(AddressRange.of(0x0a00_0000, 0x200), IntId.spi(16)),
            new Peripheral(AddressRange.of(0x0a00_0200, 0x200), IntId.spi(17)));
    return machine(gic, processors, Optional.empty(), virtio, Optional.empty());
  }

  /** With its devices on PCI, and with performance monitors. */
  public static AcpiMachine pci(Gic gic, int processors) {
    return machine(gic, processors, Optional.of(IntId.ppi(7)), List.of(), Optional.of(PCIE));
  }

  private static AcpiMachine machine(
      Gic gic,
      int processors,
      Optional<IntId> performanceMonitors,
      List<Peripheral> virtio,
      Optional<PcieRoot> pcie) {
    Peripheral lines = new Peripheral(AddressRange.of(0x0903_0000, 0x1000), IntId.spi(7));
    return new AcpiMachine(
        IntStream.range(0, processors).mapToObj(i -> new VcpuId(i).affinity()).toList(),
        gic,
        new Timers(IntId.ppi(13), IntId.ppi(14), IntId.ppi(11), IntId.ppi(10)),
        performanceMonitors,
        new Peripheral(AddressRange.of(0x0900_0000, 0x1000), IntId.spi(1)),
        new PowerButton(lines, 3),
        AddressRange.of(0x0980_0000, 2),
        AddressRange.of(0x0902_0000, 24),
        virtio,
        pcie);
  }
}
