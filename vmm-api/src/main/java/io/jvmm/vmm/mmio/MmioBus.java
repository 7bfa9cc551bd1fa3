package io.jvmm.vmm.mmio;

/**
 * Where one vCPU's trapped accesses go. Addresses are raw numbers: the guest chose them. An access
 * that no device answers is logged once, reads as zero, and is ignored when written; no guest
 * action makes these methods throw. What a device cannot do for the host's fault is thrown as
 * {@link io.jvmm.vmm.error.HostException}, and a bug of ours as {@link
 * io.jvmm.vmm.error.InternalException}. Used by the vCPU's thread.
 */
public interface MmioBus {
  /**
   * A trapped load.
   *
   * @param address guest-physical
   * @param width 1, 2, 4 or 8 bytes
   * @return the value, zero-extended
   */
  long read(long address, int width);

  /**
   * A trapped store.
   *
   * @param address guest-physical
   * @param width 1, 2, 4 or 8 bytes
   * @param value zero-extended
   */
  void write(long address, int width, long value);
}
