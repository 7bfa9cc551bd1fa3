package io.jvmm.monitor.machine;

import io.jvmm.load.acpi.AcpiMachine;
import io.jvmm.load.acpi.AcpiMachine.PcieRoot;
import io.jvmm.load.acpi.AcpiMachine.Peripheral;
import io.jvmm.load.acpi.AcpiMachine.Timers;
import io.jvmm.load.acpi.AcpiTables;
import io.jvmm.load.acpi.Gic;
import io.jvmm.load.acpi.Gic.Messages;
import io.jvmm.vmm.HypervisorLimits;
import io.jvmm.vmm.VcpuFeature;
import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.irq.PrivateLine;
import io.jvmm.vmm.spec.FirmwareSpec;
import io.jvmm.vmm.spec.TransportChoice;
import io.jvmm.vmm.spec.VmSpec;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * The board as its ACPI tables have it: the same things at the same places as in the device tree.
 *
 * @param spec the machine
 * @param limits the host's abilities
 * @param interrupts the machine's interrupt controller
 * @param virtioDevices how many there are
 */
record AcpiBoard(
    VmSpec spec, HypervisorLimits limits, InterruptSystem interrupts, int virtioDevices) {
  /** What firmware makes the tables of, by the names that fw_cfg has for it; none by default. */
  SortedMap<String, byte[]> files() {
    return spec.boot().firmware().filter(FirmwareSpec::acpi).isPresent()
        ? AcpiTables.files(machine())
        : Collections.emptySortedMap();
  }

  private AcpiMachine machine() {
    Peripheral lines = new Peripheral(GuestLayout.PL061, GuestLayout.PL061_IRQ);
    return new AcpiMachine(
        IntStream.range(0, spec.cpus()).mapToObj(i -> new VcpuId(i).affinity()).toList(),
        gic(),
        new Timers(
            DeviceTree.SECURE_TIMER,
            PrivateLine.PHYSICAL_TIMER.intId(),
            PrivateLine.VIRTUAL_TIMER.intId(),
            DeviceTree.HYPERVISOR_TIMER),
        performanceMonitors(),
        new Peripheral(GuestLayout.PL011, GuestLayout.PL011_IRQ),
        new AcpiMachine.PowerButton(lines, PowerButton.LINE),
        GuestLayout.PVPANIC,
        GuestLayout.FW_CFG,
        virtioSlots(),
        onPci() ? Optional.of(pcie()) : Optional.empty());
  }

  private List<Peripheral> virtioSlots() {
    return IntStream.range(0, onPci() ? 0 : virtioDevices).mapToObj(AcpiBoard::virtio).toList();
  }

  private boolean onPci() {
    return spec.transport() == TransportChoice.PCI;
  }

  private Gic gic() {
    return switch (interrupts.model()) {
      case KERNEL_V3 ->
          new Gic.V3(
              GuestLayout.GIC_DISTRIBUTOR,
              GuestLayout.redistributors(spec.cpus()),
              Optional.of(messages()));
      case KERNEL_V2, EMULATED_V2 ->
          new Gic.V2(
              GuestLayout.GIC_DISTRIBUTOR, GuestLayout.GIC_CPU_INTERFACE, Optional.of(frame()));
    };
  }

  private Messages messages() {
    return interrupts.gic().messages().isPresent() ? new Messages.Its(GuestLayout.ITS) : frame();
  }

  private static Messages.Frame frame() {
    return new Messages.Frame(
        GuestLayout.MSI_FRAME, GuestLayout.MSI_FRAME_FIRST_IRQ, GuestLayout.MSI_FRAME_IRQS);
  }

  private Optional<IntId> performanceMonitors() {
    return VcpuPlan.of(spec.cpu(), limits).has(VcpuFeature.PMU)
        ? Optional.of(PrivateLine.PMU.intId())
        : Optional.empty();
  }

  private static Peripheral virtio(int slot) {
    return new Peripheral(GuestLayout.virtio(slot), GuestLayout.virtioIrq(slot));
  }

  private PcieRoot pcie() {
    int first = GuestLayout.PCIE_FIRST_IRQ.index();
    return new PcieRoot(
        GuestLayout.PCIE_ECAM,
        List.of(
            GuestLayout.PCIE_WINDOW,
            GuestLayout.highPcieWindow(spec.memory().bytes(), spec.cpus())),
        IntStream.range(first, first + PcieRoot.PINS).mapToObj(IntId::spi).toList());
  }
}
