package io.jvmm.monitor.machine;

import io.jvmm.mmio.DeviceBus;
import io.jvmm.mmio.fwcfg.BootDevice;
import io.jvmm.mmio.pcie.PcieHostBridge;
import io.jvmm.mmio.pcie.PcieLayout;
import io.jvmm.virtio.VirtioDevice;
import io.jvmm.virtio.mmio.VirtioMmioTransport;
import io.jvmm.virtio.pci.VirtioPciTransport;
import io.jvmm.vmm.Vm;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestMemory;
import io.jvmm.vmm.spec.VmSpec;
import java.util.List;

/** Where the machine's virtio devices are plugged in. */
interface VirtioBoard {
  /**
   * Plugs a device in.
   *
   * @return where it is, in firmware's words
   * @throws io.jvmm.vmm.error.ConfigurationException if there is no room left
   */
  BootDevice plug(VirtioDevice device);

  /**
   * What a device is wired to.
   *
   * @param vm gives doorbells
   * @param ram what it reads and writes
   * @param interrupts where its interrupts go
   * @param bus gets its registers
   * @param nodes get what describes it
   * @param resources get what it holds
   */
  record Wires(
      Vm vm,
      GuestMemory ram,
      InterruptSystem interrupts,
      DeviceBus.Builder bus,
      List<DeviceTreeNode> nodes,
      Resources resources) {}

  /** The kind of board that a specification asks for, with nothing plugged in. */
  static VirtioBoard of(VmSpec spec, Wires wires) {
    return switch (spec.transport()) {
      case MMIO -> new MmioSlots(wires);
      case PCI ->
          new PciSlots(wires, GuestLayout.highPcieWindow(spec.memory().bytes(), spec.cpus()));
    };
  }

  /** Slots of virtio-mmio, one after the other. */
  final class MmioSlots implements VirtioBoard {
    private final Wires wires;
    private int used;

    private MmioSlots(Wires wires) {
      this.wires = wires;
    }

    @Override
    public BootDevice plug(VirtioDevice device) {
      int slot = used++;
      AddressRange window = GuestLayout.virtio(slot);
      VirtioMmioTransport transport =
          new VirtioMmioTransport(
              device,
              wires.ram(),
              wires.interrupts().gic().levelLine(GuestLayout.virtioIrq(slot)),
              QueueFeatures.offered());
      wires.resources().add(transport);
      transport.connectDoorbells(window, wires.vm()::createDoorbell);
      wires.bus().attach(window, transport);
      wires.nodes().add(transport.describe(window, GuestLayout.virtioIrq(slot)));
      return BootDevice.onMmio(window.start());
    }
  }

  /** PCI Express, from device 1 of bus 0 on. */
  final class PciSlots implements VirtioBoard {
    private final Wires wires;
    private final PcieHostBridge bridge;

    private PciSlots(Wires wires, AddressRange highWindow) {
      this.wires = wires;
      PcieLayout layout =
          new PcieLayout(
              GuestLayout.PCIE_ECAM,
              GuestLayout.PCIE_WINDOW,
              highWindow,
              GuestLayout.PCIE_FIRST_IRQ);
      InterruptSystem interrupts = wires.interrupts();
      this.bridge = new PcieHostBridge(layout, interrupts.gic()::levelLine, interrupts.messages());
      bridge.windows().forEach(each -> wires.bus().attach(each.range(), each.device()));
      wires.nodes().add(bridge.describe(DeviceTree.GIC_PHANDLE, DeviceTree.MSI_PHANDLE));
    }

    @Override
    public BootDevice plug(VirtioDevice device) {
      int slot =
          bridge.plug(
              VirtioPciTransport.vectors(device),
              irqs -> {
                VirtioPciTransport transport =
                    new VirtioPciTransport(device, wires.ram(), irqs, QueueFeatures.offered());
                transport.installDoorbells(wires.vm()::createDoorbell);
                return wires.resources().add(transport);
              });
      return BootDevice.onPci(slot);
    }
  }
}
