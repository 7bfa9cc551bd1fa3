package io.jvmm.mmio;

import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.mmio.MmioDevice;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** A device on the bus: its window, its counters, and what has been reported about it. */
final class Attachment {
  final AddressRange window;
  final MmioDevice device;
  final AtomicLong reads = new AtomicLong();
  final AtomicLong writes = new AtomicLong();
  final AtomicLong refused = new AtomicLong();
  final AtomicBoolean refusalReported = new AtomicBoolean();
  final AtomicBoolean guestErrorReported = new AtomicBoolean();

  Attachment(AddressRange window, MmioDevice device) {
    this.window = window;
    this.device = device;
  }

  DeviceStatistics statistics() {
    return new DeviceStatistics(device.name(), window, reads.get(), writes.get(), refused.get());
  }

  @Override
  public String toString() {
    return device.name() + " at " + window;
  }
}
