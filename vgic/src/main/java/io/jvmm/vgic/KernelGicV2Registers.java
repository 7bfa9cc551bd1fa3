package io.jvmm.vgic;

import io.jvmm.vgic.v2.GicV2Registers;
import io.jvmm.vmm.KernelDevice;

/**
 * The registers of KVM's GICv2 as attributes of its device (Linux,
 * Documentation/virt/kvm/devices/arm-vgic.rst): the vCPU in bits 39:32, the offset below.
 *
 * <p>Two registers of the CPU interface are not there as a guest has them. GICC_PMR is the five
 * bits of the mask alone. The active priorities of both groups are one word, found at GICC_APR0;
 * here they are Group 0's, and GICC_NSAPR0 is added to them.
 */
final class KernelGicV2Registers implements GicV2Registers {
  private static final int DISTRIBUTOR = 1;
  private static final int CPU_INTERFACE = 2;
  private static final int VCPU_SHIFT = 32;
  private static final int PRIORITY_SHIFT = 3;
  private static final int PMR = 0x04;
  private static final int APR0 = 0xd0;
  private static final int NSAPR0 = 0xe0;

  private final KernelDevice device;

  KernelGicV2Registers(KernelDevice device) {
    this.device = device;
  }

  @Override
  public int distributor(int processor, int offset) {
    return device.attribute32(DISTRIBUTOR, attribute(processor, offset));
  }

  @Override
  public void setDistributor(int processor, int offset, int value) {
    device.setAttribute32(DISTRIBUTOR, attribute(processor, offset), value);
  }

  @Override
  public int cpuInterface(int processor, int offset) {
    return switch (offset) {
      case PMR -> interfaceWord(processor, PMR) << PRIORITY_SHIFT;
      case NSAPR0 -> 0;
      default -> interfaceWord(processor, offset);
    };
  }

  @Override
  public void setCpuInterface(int processor, int offset, int value) {
    switch (offset) {
      case PMR -> setInterfaceWord(processor, PMR, value >>> PRIORITY_SHIFT);
      case NSAPR0 -> setInterfaceWord(processor, APR0, interfaceWord(processor, APR0) | value);
      default -> setInterfaceWord(processor, offset, value);
    }
  }

  private int interfaceWord(int processor, int offset) {
    return device.attribute32(CPU_INTERFACE, attribute(processor, offset));
  }

  private void setInterfaceWord(int processor, int offset, int value) {
    device.setAttribute32(CPU_INTERFACE, attribute(processor, offset), value);
  }

  private static long attribute(int processor, int offset) {
    return (long) processor << VCPU_SHIFT | offset;
  }
}
