package io.jvmm.kvm;

import io.jvmm.kvm.uapi.LinuxKvm;
import io.jvmm.vmm.error.HostException;

/** What jvmm asks of KVM by its capability numbers, under the kernel's names. */
enum Capability {
  KVM_CAP_NR_MEMSLOTS(LinuxKvm.KVM_CAP_NR_MEMSLOTS(), "2.6.26"),
  KVM_CAP_MAX_VCPUS(LinuxKvm.KVM_CAP_MAX_VCPUS(), "3.1"),
  KVM_CAP_IMMEDIATE_EXIT(LinuxKvm.KVM_CAP_IMMEDIATE_EXIT(), "4.11"),
  KVM_CAP_ARM_USER_IRQ(LinuxKvm.KVM_CAP_ARM_USER_IRQ(), "4.12"),
  KVM_CAP_ARM_VM_IPA_SIZE(LinuxKvm.KVM_CAP_ARM_VM_IPA_SIZE(), "4.20"),
  KVM_CAP_ARM_NISV_TO_USER(LinuxKvm.KVM_CAP_ARM_NISV_TO_USER(), "5.5"),
  KVM_CAP_ARM_INJECT_EXT_DABT(LinuxKvm.KVM_CAP_ARM_INJECT_EXT_DABT(), "5.5");

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

  /** Whether this host has it. */
  boolean isPresent(KvmFd system) {
    return value(system) > 0;
  }

  /**
   * Its value on this host, more than 0.
   *
   * @throws HostException if the host lacks it
   */
  int require(KvmFd system) {
    int value = value(system);
    if (value == 0) {
      throw new HostException(
          "this host's KVM lacks %s (%d), which Linux has had since %s: use a newer kernel"
              .formatted(name(), number, since));
    }
    return value;
  }

  private int value(KvmFd system) {
    return system.call(Ioctl.KVM_CHECK_EXTENSION, number);
  }
}
