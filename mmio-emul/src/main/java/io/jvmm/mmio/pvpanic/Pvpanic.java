package io.jvmm.mmio.pvpanic;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioDevice;
import io.jvmm.vmm.mmio.RegisterMap;
import java.util.function.Consumer;

/**
 * Tells the machine that its guest has panicked (QEMU, docs/specs/pvpanic), by one byte-wide
 * register. Has no state; safe for use by any thread.
 */
public final class Pvpanic implements MmioDevice {
  /** How many bytes of addresses it takes: as many as the device trees of others give it. */
  public static final long WINDOW_SIZE = 2;

  private static final RegisterMap<PvpanicRegister> REGISTERS =
      RegisterMap.of(PvpanicRegister.class);

  private final Consumer<PvpanicEvent> listener;

  /**
   * The device.
   *
   * @param listener who is told; called on the vCPU's thread, once for each event of a store
   */
  public Pvpanic(Consumer<PvpanicEvent> listener) {
    this.listener = listener;
  }

  /** Its node; Linux looks for it by its compatible (drivers/misc/pvpanic/pvpanic-mmio.c). */
  public static DeviceTreeNode describe(AddressRange window) {
    return DeviceTreeNode.device("pvpanic", window)
        .strings("compatible", "qemu,pvpanic-mmio")
        .build();
  }

  @Override
  public String name() {
    return "pvpanic";
  }

  @Override
  public boolean accepts(Access access) {
    return REGISTERS.find(access) != null;
  }

  @Override
  public long read(Access access) {
    int supported = 0;
    for (PvpanicEvent event : PvpanicEvent.values()) {
      supported |= event.bit();
    }
    return supported;
  }

  @Override
  public void write(Access access, long value) {
    for (PvpanicEvent event : PvpanicEvent.values()) {
      if ((value & event.bit()) != 0) {
        listener.accept(event);
      }
    }
  }
}
