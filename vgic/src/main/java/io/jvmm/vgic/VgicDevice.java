package io.jvmm.vgic;

import io.jvmm.vmm.KernelDevice;

/** A KVM GIC device, spoken to in the names of its attributes. */
record VgicDevice(KernelDevice device) {
  void set(VgicAttribute attribute, long value) {
    device.setAttribute(attribute.group(), attribute.number(), value);
  }

  void setInterruptCount(int count) {
    VgicAttribute attribute = VgicAttribute.INTERRUPT_COUNT;
    device.setAttribute32(attribute.group(), attribute.number(), count);
  }

  void initialize() {
    command(VgicAttribute.INITIALIZE);
  }

  void command(VgicAttribute attribute) {
    device.command(attribute.group(), attribute.number());
  }
}
