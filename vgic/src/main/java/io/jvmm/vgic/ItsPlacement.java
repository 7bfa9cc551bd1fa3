package io.jvmm.vgic;

import io.jvmm.vmm.memory.GuestAddress;

/**
 * Where a machine has room for an interrupt translation service, and what refers to it.
 *
 * @param address where it starts: 64 KiB-aligned, it takes 128 KiB
 * @param phandle what {@code msi-parent} and {@code msi-map} of the device tree refer to it by
 */
public record ItsPlacement(GuestAddress address, int phandle) {
  private static final long ALIGNMENT = 0x1_0000;

  /** Refuses an unaligned address: the layout is the monitor's own, so this is no user's error. */
  public ItsPlacement {
    if (!address.isAligned(ALIGNMENT)) {
      throw new IllegalArgumentException(
          "the ITS at %s is not aligned to 0x%x".formatted(address, ALIGNMENT));
    }
  }
}
