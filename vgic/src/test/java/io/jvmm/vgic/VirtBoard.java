package io.jvmm.vgic;

import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestAddress;
import java.util.List;

/** Where the {@code virt} board has its GIC. */
final class VirtBoard {
  static final long DISTRIBUTOR = 0x0800_0000;
  static final long CPU_INTERFACE = 0x0801_0000;
  static final AddressRange LOW_REDISTRIBUTORS = AddressRange.of(0x080a_0000, 0xf6_0000);
  static final AddressRange HIGH_REDISTRIBUTORS = AddressRange.of(0x40_0000_0000L, 512 * 0x2_0000L);

  private VirtBoard() {}

  static GicConfig config(int vcpus) {
    return config(vcpus, LOW_REDISTRIBUTORS, HIGH_REDISTRIBUTORS);
  }

  static GicConfig config(int vcpus, AddressRange... redistributors) {
    GuestAddress distributor = new GuestAddress(DISTRIBUTOR);
    GuestAddress cpuInterface = new GuestAddress(CPU_INTERFACE);
    return new GicConfig(
        vcpus, 48, new GicAddresses(distributor, cpuInterface, List.of(redistributors)));
  }
}
