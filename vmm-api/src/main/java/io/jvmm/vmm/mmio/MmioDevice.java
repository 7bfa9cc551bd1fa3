package io.jvmm.vmm.mmio;

/**
 * A device whose registers the guest reads and writes. Called on vCPU threads, several at a time:
 * each device says which lock guards its state. A guest may do anything; nothing it does makes
 * these methods throw anything but {@link io.jvmm.vmm.error.GuestException}, which the bus reports
 * once.
 */
public interface MmioDevice {
  /** A short name for logs and statistics, such as {@code pl011} or {@code virtio-blk0}. */
  String name();

  /** Whether a register is there and may be accessed so; if not, the bus answers by its policy. */
  boolean accepts(Access access);

  /**
   * Reads a register. Only called for accesses that the device {@link #accepts accepts}.
   *
   * @return the value, zero-extended from the access's width
   */
  long read(Access access);

  /**
   * Writes a register. Only called for accesses that the device {@link #accepts accepts}.
   *
   * @param value the value, zero-extended from the access's width
   */
  void write(Access access, long value);
}
