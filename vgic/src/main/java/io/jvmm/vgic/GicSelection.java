package io.jvmm.vgic;

import io.jvmm.vgic.v2.EmulatedGicV2;
import io.jvmm.vmm.HypervisorLimits;
import io.jvmm.vmm.KernelDevice.Kind;
import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.Vm;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.irq.InterruptController;
import io.jvmm.vmm.spec.GicChoice;
import java.util.List;

/**
 * Which interrupt controller a machine gets, and why.
 *
 * @param model the one picked
 * @param reason one line for the user: what was picked, and why not another
 */
public record GicSelection(Model model, String reason) {
  private static final String NO_V3 = "the host offers no GICv3 (KVM_DEV_TYPE_ARM_VGIC_V3)";
  private static final String NO_V2 = "no GICv2 (KVM_DEV_TYPE_ARM_VGIC_V2)";

  /** What jvmm can drive, the best first. */
  public enum Model {
    /** A GICv3 emulated by the host's kernel. */
    KERNEL_V3("GICv3 (KVM)", "KVM_DEV_TYPE_ARM_VGIC_V3"),
    /** A GICv2 emulated by the host's kernel: at most 8 vCPUs. */
    KERNEL_V2("GICv2 (KVM)", "KVM_DEV_TYPE_ARM_VGIC_V2"),
    /** A GICv2 emulated by jvmm: at most 8 vCPUs. */
    EMULATED_V2("GICv2 (emulated)", "KVM_CAP_ARM_USER_IRQ");

    private final String words;
    private final String capability;

    Model(String words, String capability) {
      this.words = words;
      this.capability = capability;
    }

    private boolean offeredBy(Vm vm, HypervisorLimits limits) {
      return switch (this) {
        case KERNEL_V3 -> vm.supports(Kind.GIC_V3);
        case KERNEL_V2 -> vm.supports(Kind.GIC_V2);
        case EMULATED_V2 -> limits.externalController();
      };
    }

    private boolean serves(int vcpus) {
      return this == KERNEL_V3 || vcpus <= EmulatedGicV2.MAX_VCPUS;
    }
  }

  /**
   * What a specification's choice comes to on this host.
   *
   * @param vcpus how many vCPUs it is to serve
   * @throws ConfigurationException if the chosen one cannot serve that many
   * @throws HostException if the host does not offer it; for {@link GicChoice#AUTO}, if it offers
   *     none that is large enough
   */
  public static GicSelection of(GicChoice choice, Vm vm, HypervisorLimits limits, int vcpus) {
    return switch (choice) {
      case AUTO -> auto(vm, limits, vcpus);
      case EMULATED -> require(Model.EMULATED_V2, vm, limits, vcpus);
      case KVM_V2 -> require(Model.KERNEL_V2, vm, limits, vcpus);
      case KVM_V3 -> require(Model.KERNEL_V3, vm, limits, vcpus);
    };
  }

  /**
   * Picks the best one that the host offers and that is large enough.
   *
   * @param vcpus how many vCPUs it is to serve
   * @throws HostException if there is none
   */
  public static GicSelection auto(Vm vm, HypervisorLimits limits, int vcpus) {
    for (Model model : Model.values()) {
      if (model.offeredBy(vm, limits) && model.serves(vcpus)) {
        return new GicSelection(model, model.words + ": " + whyNotAnother(model));
      }
    }
    if (vcpus > EmulatedGicV2.MAX_VCPUS) {
      throw new HostException(
          "%d vCPUs need a GICv3, and %s: a GICv2 serves at most %d, so ask for fewer CPUs"
              .formatted(vcpus, NO_V3, EmulatedGicV2.MAX_VCPUS));
    }
    throw new HostException(
        "no interrupt controller is possible: %s and %s, nor interrupt inputs for jvmm's own"
                .formatted(NO_V3, NO_V2)
            + " (KVM_CAP_ARM_USER_IRQ); use a host whose kernel has KVM's GIC emulation");
  }

  private static String whyNotAnother(Model picked) {
    return switch (picked) {
      case KERNEL_V3 -> "the host offers it, and it has no limit of 8 vCPUs as GICv2 has";
      case KERNEL_V2 -> NO_V3;
      case EMULATED_V2 -> NO_V3 + " and " + NO_V2;
    };
  }

  /**
   * Insists on one.
   *
   * @param vcpus how many vCPUs it is to serve
   * @throws ConfigurationException if it cannot serve that many
   * @throws HostException if the host does not offer it
   */
  public static GicSelection require(Model model, Vm vm, HypervisorLimits limits, int vcpus) {
    if (!model.serves(vcpus)) {
      throw new ConfigurationException(
          "a GICv2 serves at most %d vCPUs, not %d: ask for fewer CPUs, or for another GIC"
              .formatted(EmulatedGicV2.MAX_VCPUS, vcpus));
    }
    if (!model.offeredBy(vm, limits)) {
      throw new HostException(
          ("the machine is to have a %s, and this host lacks %s: let jvmm choose the GIC, or use"
                  + " another host")
              .formatted(model.words, model.capability));
    }
    return new GicSelection(model, model.words + ": as the specification has it");
  }

  /**
   * Makes it, before it is {@linkplain InterruptController#start started}.
   *
   * @param vcpus all of the machine's, by number
   * @throws ConfigurationException if it cannot serve that many vCPUs
   * @throws HostException if the host refuses
   */
  public InterruptController create(Vm vm, List<Vcpu> vcpus, GicConfig config) {
    return switch (model) {
      case KERNEL_V3 -> KernelGicV3.create(vm, config);
      case KERNEL_V2 -> KernelGicV2.create(vm, config);
      case EMULATED_V2 ->
          new EmulatedGicV2(
              vcpus,
              config.interrupts(),
              config.addresses().distributor(),
              config.addresses().cpuInterface());
    };
  }
}
