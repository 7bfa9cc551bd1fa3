package io.jvmm.monitor.machine;

import io.jvmm.vgic.GicAddresses;
import io.jvmm.vgic.GicConfig;
import io.jvmm.vgic.GicSelection;
import io.jvmm.vgic.GicSelection.Model;
import io.jvmm.vgic.ItsPlacement;
import io.jvmm.vgic.v2.MsiFrame;
import io.jvmm.vmm.KernelDevice;
import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.Vm;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.irq.InterruptController;
import io.jvmm.vmm.irq.MessageTarget;
import io.jvmm.vmm.mmio.MmioWindow;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The machine's interrupt controller, and what turns messages into its interrupts: an ITS where the
 * host emulates one beside its GICv3, and a GICv2m frame everywhere else.
 *
 * @param model what kind of interrupt controller it is
 * @param gic the interrupt controller
 * @param messages what takes messages
 * @param windows what of both the guest reaches through the bus
 * @param node both in the device tree
 */
record InterruptSystem(
    Model model,
    InterruptController gic,
    MessageTarget messages,
    List<MmioWindow> windows,
    DeviceTreeNode node) {
  /** Makes what was picked, before it is started. */
  static InterruptSystem create(GicSelection picked, Vm vm, List<Vcpu> vcpus) {
    Optional<ItsPlacement> its = its(picked.model(), vm);
    InterruptController gic =
        new ObservedInterrupts(picked.create(vm, vcpus, config(vcpus.size(), its)));
    DeviceTreeNode node = gic.describe(DeviceTree.GIC_PHANDLE);
    return gic.messages()
        .map(target -> new InterruptSystem(picked.model(), gic, target, gic.windows(), node))
        .orElseGet(() -> withFrame(picked.model(), gic, node));
  }

  private static InterruptSystem withFrame(
      Model model, InterruptController gic, DeviceTreeNode node) {
    MsiFrame frame =
        new MsiFrame(
            gic,
            GuestLayout.MSI_FRAME.start(),
            GuestLayout.MSI_FRAME_FIRST_IRQ,
            GuestLayout.MSI_FRAME_IRQS);
    List<MmioWindow> windows =
        Stream.concat(gic.windows().stream(), Stream.of(frame.window())).toList();
    return new InterruptSystem(
        model, gic, frame, windows, frame.addTo(node, DeviceTree.MSI_PHANDLE));
  }

  private static Optional<ItsPlacement> its(Model model, Vm vm) {
    return model == Model.KERNEL_V3 && vm.supports(KernelDevice.Kind.GIC_ITS)
        ? Optional.of(new ItsPlacement(GuestLayout.ITS.start(), DeviceTree.MSI_PHANDLE))
        : Optional.empty();
  }

  private static GicConfig config(int vcpus, Optional<ItsPlacement> its) {
    GicAddresses addresses =
        new GicAddresses(
            GuestLayout.GIC_DISTRIBUTOR.start(),
            GuestLayout.GIC_CPU_INTERFACE.start(),
            GuestLayout.redistributors(vcpus));
    return new GicConfig(vcpus, GuestLayout.SPIS, addresses, its);
  }
}
