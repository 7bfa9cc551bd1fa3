package io.jvmm.kvm;

import io.jvmm.kvm.uapi.LinuxKvm;

/** The requests of KVM's that jvmm makes, under the kernel's names. */
enum Ioctl {
  KVM_GET_API_VERSION(LinuxKvm.KVM_GET_API_VERSION()),
  KVM_CHECK_EXTENSION(LinuxKvm.KVM_CHECK_EXTENSION()),
  KVM_GET_VCPU_MMAP_SIZE(LinuxKvm.KVM_GET_VCPU_MMAP_SIZE()),
  KVM_CREATE_VM(LinuxKvm.KVM_CREATE_VM()),

  KVM_ENABLE_CAP(LinuxKvm.KVM_ENABLE_CAP()),
  KVM_SET_USER_MEMORY_REGION(LinuxKvm.KVM_SET_USER_MEMORY_REGION()),
  KVM_CREATE_VCPU(LinuxKvm.KVM_CREATE_VCPU()),
  KVM_ARM_PREFERRED_TARGET(LinuxKvm.KVM_ARM_PREFERRED_TARGET()),
  KVM_CREATE_DEVICE(LinuxKvm.KVM_CREATE_DEVICE()),
  KVM_IRQ_LINE(LinuxKvm.KVM_IRQ_LINE()),
  KVM_IOEVENTFD(LinuxKvm.KVM_IOEVENTFD()),
  KVM_SIGNAL_MSI(LinuxKvm.KVM_SIGNAL_MSI()),
  KVM_ARM_SET_COUNTER_OFFSET(LinuxKvm.KVM_ARM_SET_COUNTER_OFFSET()),

  KVM_ARM_VCPU_INIT(LinuxKvm.KVM_ARM_VCPU_INIT()),
  KVM_ARM_VCPU_FINALIZE(LinuxKvm.KVM_ARM_VCPU_FINALIZE()),
  KVM_SET_SIGNAL_MASK(LinuxKvm.KVM_SET_SIGNAL_MASK()),
  KVM_RUN(LinuxKvm.KVM_RUN()),
  KVM_GET_ONE_REG(LinuxKvm.KVM_GET_ONE_REG()),
  KVM_SET_ONE_REG(LinuxKvm.KVM_SET_ONE_REG()),
  KVM_GET_MP_STATE(LinuxKvm.KVM_GET_MP_STATE()),
  KVM_SET_MP_STATE(LinuxKvm.KVM_SET_MP_STATE()),
  KVM_SET_VCPU_EVENTS(LinuxKvm.KVM_SET_VCPU_EVENTS()),

  KVM_HAS_DEVICE_ATTR(LinuxKvm.KVM_HAS_DEVICE_ATTR()),
  KVM_GET_DEVICE_ATTR(LinuxKvm.KVM_GET_DEVICE_ATTR()),
  KVM_SET_DEVICE_ATTR(LinuxKvm.KVM_SET_DEVICE_ATTR());

  private final long request;

  Ioctl(long request) {
    this.request = request;
  }

  /** The request number. */
  long request() {
    return request;
  }
}
