package io.jvmm.vgic.v3;

import io.jvmm.vmm.KernelDevice;

/**
 * The registers of a GICv3 that the hypervisor emulates, through the attributes of its device
 * (Linux, Documentation/virt/kvm/devices/arm-vgic-v3.rst). No vCPU may be running, and the device
 * must have been initialized. Every call throws {@link io.jvmm.vmm.error.HostException} if the host
 * refuses.
 *
 * @param device KVM's, or {@link GicV3Device}
 */
public record GicV3Attributes(KernelDevice device) {
  static final int DISTRIBUTOR = 1;
  static final int CONTROL = 4;
  static final int REDISTRIBUTOR = 5;
  static final int SYSTEM_REGISTERS = 6;
  static final int LEVELS = 7;

  /** The command that writes pending LPIs to guest memory. */
  static final int SAVE_PENDING_TABLES = 3;

  static final int AFFINITY_SHIFT = 32;

  /** A word of the distributor's registers, {@code offset} bytes from its start. */
  public int distributor(int offset) {
    return device.attribute32(DISTRIBUTOR, offset);
  }

  /** Sets a word of the distributor's registers. */
  public void setDistributor(int offset, int value) {
    device.setAttribute32(DISTRIBUTOR, offset, value);
  }

  /** A word of a redistributor's registers, {@code offset} bytes from RD_base. */
  public int redistributor(long affinity, int offset) {
    return device.attribute32(REDISTRIBUTOR, affinity << AFFINITY_SHIFT | offset);
  }

  /** Sets a word of a redistributor's registers. */
  public void setRedistributor(long affinity, int offset, int value) {
    device.setAttribute32(REDISTRIBUTOR, affinity << AFFINITY_SHIFT | offset, value);
  }

  /** A CPU interface's register. */
  public long register(long affinity, IccRegister register) {
    return device.attribute(SYSTEM_REGISTERS, attribute(affinity, register));
  }

  /** Sets a CPU interface's register. */
  public void setRegister(long affinity, IccRegister register, long value) {
    device.setAttribute(SYSTEM_REGISTERS, attribute(affinity, register), value);
  }

  /**
   * The levels of the inputs of 32 level-sensitive interrupts, a bit for each.
   *
   * @param affinity of the processor whose PPIs they are; for SPIs of any
   * @param first a multiple of 32
   */
  public int lines(long affinity, int first) {
    return device.attribute32(LEVELS, affinity << AFFINITY_SHIFT | first);
  }

  /** Sets the levels of the inputs of 32 interrupts. */
  public void setLines(long affinity, int first, int levels) {
    device.setAttribute32(LEVELS, affinity << AFFINITY_SHIFT | first, levels);
  }

  /** Writes which LPIs are pending to the tables in guest memory that GICR_PENDBASER points to. */
  public void savePendingTables() {
    device.command(CONTROL, SAVE_PENDING_TABLES);
  }

  private static long attribute(long affinity, IccRegister register) {
    return affinity << AFFINITY_SHIFT | register.id().encoding();
  }
}
