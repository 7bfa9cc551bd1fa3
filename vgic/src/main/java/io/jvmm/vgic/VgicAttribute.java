package io.jvmm.vgic;

/**
 * The attributes of KVM's GIC devices that jvmm sets (Linux, Documentation/virt/kvm/devices,
 * arm-vgic.rst, arm-vgic-v3.rst and arm-vgic-its.rst; the numbers are in arm64's asm/kvm.h).
 */
enum VgicAttribute {
  /** Address of a GICv2's distributor. */
  V2_DISTRIBUTOR_ADDRESS(Group.ADDRESS, 0),
  /** Address of a GICv2's CPU interface. */
  V2_CPU_INTERFACE_ADDRESS(Group.ADDRESS, 1),
  /** Address of a GICv3's distributor. */
  V3_DISTRIBUTOR_ADDRESS(Group.ADDRESS, 2),
  /** Address of an ITS. */
  ITS_ADDRESS(Group.ADDRESS, 4),
  /** One region of redistributors: count in bits 63:52, address in 51:16, index in 11:0. */
  V3_REDISTRIBUTOR_REGION(Group.ADDRESS, 5),
  /** How many interrupts: 64 to 1024, a multiple of 32. */
  INTERRUPT_COUNT(Group.INTERRUPT_COUNT, 0),
  /** The command that completes the set-up. */
  INITIALIZE(Group.CONTROL, 0),
  /** The command that writes an ITS's tables to guest memory. */
  ITS_SAVE_TABLES(Group.CONTROL, 1),
  /** The command that reads an ITS's tables from guest memory. */
  ITS_RESTORE_TABLES(Group.CONTROL, 2);

  private final int group;
  private final long number;

  VgicAttribute(int group, long number) {
    this.group = group;
    this.number = number;
  }

  int group() {
    return group;
  }

  long number() {
    return number;
  }

  private static final class Group {
    static final int ADDRESS = 0;
    static final int INTERRUPT_COUNT = 3;
    static final int CONTROL = 4;
  }
}
