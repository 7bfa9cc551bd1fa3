package io.jvmm.kvm;

import io.jvmm.kvm.uapi.LinuxKvm;
import io.jvmm.vmm.error.HostException;

/** What jvmm asks of KVM by its capability numbers, under the kernel's names. */
enum Capability {
  KVM_CAP_NR_MEMSLOTS(LinuxKvm.KVM_CAP_NR_MEMSLOTS(), "2.6.26"),
  KVM_CAP_MAX_VCPUS(LinuxKvm.KVM_CAP_MAX_VCPUS(), "3.1"),
  KVM_CAP_IRQFD(LinuxKvm.KVM_CAP_IRQFD(), "3.20"),
  KVM_CAP_IRQ_ROUTING(LinuxKvm.KVM_CAP_IRQ_ROUTING(), "4.8"),
  KVM_CAP_IOEVENTFD(LinuxKvm.KVM_CAP_IOEVENTFD(), "2.6.32"),
  KVM_CAP_IMMEDIATE_EXIT(LinuxKvm.KVM_CAP_IMMEDIATE_EXIT(), "4.11"),
  KVM_CAP_ARM_USER_IRQ(LinuxKvm.KVM_CAP_ARM_USER_IRQ(), "4.12"),
  KVM_CAP_ARM_VM_IPA_SIZE(LinuxKvm.KVM_CAP_ARM_VM_IPA_SIZE(), "4.20"),
  KVM_CAP_ARM_NISV_TO_USER(LinuxKvm.KVM_CAP_ARM_NISV_TO_USER(), "5.5"),
  KVM_CAP_ARM_INJECT_EXT_DABT(LinuxKvm.KVM_CAP_ARM_INJECT_EXT_DABT(), "5.5"),
  KVM_CAP_ARM_PMU_V3(LinuxKvm.KVM_CAP_ARM_PMU_V3(), "4.6"),
  KVM_CAP_ARM_SVE(LinuxKvm.KVM_CAP_ARM_SVE(), "5.2"),
  KVM_CAP_ARM_PTRAUTH_ADDRESS(LinuxKvm.KVM_CAP_ARM_PTRAUTH_ADDRESS(), "5.2"),
  KVM_CAP_ARM_PTRAUTH_GENERIC(LinuxKvm.KVM_CAP_ARM_PTRAUTH_GENERIC(), "5.2"),
  KVM_CAP_STEAL_TIME(LinuxKvm.KVM_CAP_STEAL_TIME(), "5.9"),
  KVM_CAP_ARM_SYSTEM_SUSPEND(LinuxKvm.KVM_CAP_ARM_SYSTEM_SUSPEND(), "5.19"),
  KVM_CAP_COUNTER_OFFSET(LinuxKvm.KVM_CAP_COUNTER_OFFSET(), "6.4");

  private final int number;
  private final String since;

  Capability(int number, String since) {
    this.number = number;
    this.since = since;
  }

  /** Its number. */
  int number() {
    return number;
  }

  /**
   * Whether this host has it.
   *
   * @param kvm {@code /dev/kvm} or a virtual machine
   */
  boolean isPresent(KvmFd kvm) {
    return value(kvm) > 0;
  }

  /** Why a host has not got one that depends on its processor too. */
  String absence() {
    return "this host's KVM lacks %s (%d): its processor has no such thing, or its kernel is older"
            .formatted(name(), number)
        + " than %s or built without it".formatted(since);
  }

  /**
   * Its value on this host, more than 0.
   *
   * @throws HostException if the host lacks it
   */
  int require(KvmFd kvm) {
    int value = value(kvm);
    if (value == 0) {
      throw new HostException(
          "this host's KVM lacks %s (%d), which Linux has had since %s: use a newer kernel"
              .formatted(name(), number, since));
    }
    return value;
  }

  /** The version of Linux that has had it first. */
  String since() {
    return since;
  }

  /** Its value on this host; 0 if the host lacks it. */
  int value(KvmFd kvm) {
    return kvm.call(Ioctl.KVM_CHECK_EXTENSION, number);
  }
}
