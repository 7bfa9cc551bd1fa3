package io.jvmm.vgic;

import io.jvmm.vmm.KernelDevice.Kind;
import io.jvmm.vmm.Vm;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.irq.InterruptController;

/**
 * Which interrupt controller a machine gets, and why.
 *
 * @param model the one picked
 * @param reason one line for the user: what was picked, and why not the other
 */
public record GicSelection(Model model, String reason) {
  /** What jvmm can drive. */
  public enum Model {
    /** A GICv3 emulated by the host's kernel. */
    KERNEL_V3,
    /** A GICv2 emulated by the host's kernel: at most 8 vCPUs. */
    KERNEL_V2
  }

  /**
   * Picks the best one that the host offers: GICv3, else GICv2.
   *
   * @param vcpus how many vCPUs it is to serve
   * @throws HostException if the host offers neither, or only one too small
   */
  public static GicSelection auto(Vm vm, int vcpus) {
    if (vm.supports(Kind.GIC_V3)) {
      return new GicSelection(
          Model.KERNEL_V3,
          "GICv3 (KVM): the host offers it, and it has no limit of 8 vCPUs as GICv2 has");
    }
    if (!vm.supports(Kind.GIC_V2)) {
      throw new HostException(
          "the host's hypervisor emulates no interrupt controller: KVM_CREATE_DEVICE refuses both"
              + " KVM_DEV_TYPE_ARM_VGIC_V3 and KVM_DEV_TYPE_ARM_VGIC_V2; use a host whose processor"
              + " has a GICv3, or a GICv2 with virtualization extensions");
    }
    if (vcpus > KernelGicV2.MAX_VCPUS) {
      throw new HostException(
          ("%d vCPUs need a GICv3, and the host lacks it (KVM_DEV_TYPE_ARM_VGIC_V3): its GICv2"
                  + " serves at most %d, so ask for fewer CPUs")
              .formatted(vcpus, KernelGicV2.MAX_VCPUS));
    }
    return new GicSelection(
        Model.KERNEL_V2, "GICv2 (KVM): the host offers no GICv3 (KVM_DEV_TYPE_ARM_VGIC_V3)");
  }

  /**
   * Makes it. Every vCPU must exist before it is {@linkplain InterruptController#start started}.
   *
   * @throws io.jvmm.vmm.error.ConfigurationException if it cannot serve that many vCPUs
   * @throws HostException if the host refuses
   */
  public InterruptController create(Vm vm, GicConfig config) {
    return switch (model) {
      case KERNEL_V3 -> KernelGicV3.create(vm, config);
      case KERNEL_V2 -> KernelGicV2.create(vm, config);
    };
  }
}
