package io.jvmm.mmio.pcie;

import io.jvmm.mmio.pcie.Slot.Route;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioDevice;
import org.jspecify.annotations.Nullable;

/**
 * A window of the address space through which the guest reaches what its base address registers
 * point to. Reads of nothing are all ones, writes to it are ignored, as of a transaction that no
 * function claims. Where the guest makes two overlap, the device with the lower number answers.
 */
final class MemoryWindow implements MmioDevice {
  private final PcieHostBridge bridge;
  private final AddressRange range;
  private final String name;

  MemoryWindow(PcieHostBridge bridge, AddressRange range, String name) {
    this.bridge = bridge;
    this.range = range;
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean accepts(Access access) {
    Route route = find(access);
    return route == null || route.device().accepts(within(route, access));
  }

  // Another processor may move a register between the question and the access: look again.
  @Override
  public long read(Access access) {
    Route route = find(access);
    return route != null && route.device().accepts(within(route, access))
        ? route.device().read(within(route, access))
        : PcieHostBridge.allOnes(access);
  }

  @Override
  public void write(Access access, long value) {
    Route route = find(access);
    if (route != null && route.device().accepts(within(route, access))) {
      route.device().write(within(route, access), value);
    }
  }

  private @Nullable Route find(Access access) {
    for (Route route : bridge.routes()) {
      if (route.contains(address(access), access.width())) {
        return route;
      }
    }
    return null;
  }

  private Access within(Route route, Access access) {
    return new Access(address(access) - route.start(), access.width(), access.vcpu());
  }

  private long address(Access access) {
    return range.start().value() + access.offset();
  }
}
