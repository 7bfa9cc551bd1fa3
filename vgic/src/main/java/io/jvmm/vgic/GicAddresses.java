package io.jvmm.vgic;

import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestAddress;
import java.util.List;

/**
 * Where a machine has room for its interrupt controller, whichever is picked.
 *
 * @param distributor where the distributor starts: 64 KiB-aligned, as GICv3 wants it (GICv2 would
 *     do with 4 KiB)
 * @param cpuInterface where a GICv2's CPU interface starts: 4 KiB-aligned
 * @param redistributors room for a GICv3's redistributors, 128 KiB for each vCPU, filled in this
 *     order; each starts 64 KiB-aligned
 */
public record GicAddresses(
    GuestAddress distributor, GuestAddress cpuInterface, List<AddressRange> redistributors) {
  private static final long DISTRIBUTOR_ALIGNMENT = 0x1_0000;
  private static final long CPU_INTERFACE_ALIGNMENT = 0x1000;

  /** Refuses unaligned addresses: the layout is the monitor's own, so this is no user's error. */
  public GicAddresses {
    redistributors = List.copyOf(redistributors);
    requireAligned("distributor", distributor, DISTRIBUTOR_ALIGNMENT);
    requireAligned("CPU interface", cpuInterface, CPU_INTERFACE_ALIGNMENT);
    for (AddressRange region : redistributors) {
      requireAligned("redistributor region", region.start(), DISTRIBUTOR_ALIGNMENT);
    }
  }

  private static void requireAligned(String what, GuestAddress address, long alignment) {
    if (!address.isAligned(alignment)) {
      throw new IllegalArgumentException(
          "the %s at %s is not aligned to 0x%x".formatted(what, address, alignment));
    }
  }
}
