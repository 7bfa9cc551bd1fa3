package io.jvmm.vgic.v2;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.irq.EdgeIrq;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.irq.InterruptController;
import io.jvmm.vmm.irq.InterruptMessage;
import io.jvmm.vmm.irq.MessageTarget;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestAddress;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioDevice;
import io.jvmm.vmm.mmio.MmioWindow;
import io.jvmm.vmm.mmio.RegisterMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A GICv2m frame: message-signalled interrupts for a GICv2, ours or the hypervisor's (Arm Server
 * Base System Architecture, appendix E). A store of an INTID to MSI_SETSPI_NS is an edge on that
 * SPI. Immutable, so safe for use by any thread.
 */
public final class MsiFrame implements MmioDevice, MessageTarget {
  /** How many bytes of addresses it takes. */
  public static final long WINDOW_SIZE = 0x1000;

  private static final RegisterMap<MsiFrameRegister> REGISTERS =
      RegisterMap.of(MsiFrameRegister.class);
  private static final int BASE_SHIFT = 16;

  /** Product J, JEP106 code of Arm; drivers know the products whose frames are odd by it. */
  private static final int IIDR = 0x4a << 20 | 0x43b;

  private final AddressRange window;
  private final IntId first;
  private final List<EdgeIrq> lines = new ArrayList<>();

  /**
   * A frame that owns some SPIs of an interrupt controller.
   *
   * @param start where it is: 4 KiB-aligned
   * @param first the first of the SPIs
   * @param count how many, at least 1
   * @throws IllegalArgumentException if one of them is no SPI, or has an owner already
   */
  public MsiFrame(InterruptController gic, GuestAddress start, IntId first, int count) {
    if (count < 1 || !start.isAligned(WINDOW_SIZE)) {
      throw new IllegalArgumentException(
          "no MSI frame of %d interrupts at %s is possible".formatted(count, start));
    }
    this.window = new AddressRange(start, WINDOW_SIZE);
    this.first = first;
    for (int i = 0; i < count; i++) {
      lines.add(gic.edgeLine(new IntId(first.value() + i)));
    }
  }

  /** Where it goes on the bus. */
  public MmioWindow window() {
    return new MmioWindow(window, this);
  }

  /**
   * The interrupt controller's node with the frame in it, as Linux' binding arm,gic.yaml has it.
   *
   * @param phandle what {@code msi-parent} and {@code msi-map} of the device tree refer to it by
   */
  public DeviceTreeNode addTo(DeviceTreeNode gic, int phandle) {
    DeviceTreeNode.Builder node = DeviceTreeNode.named(gic.name());
    gic.properties().forEach(node::bytes);
    gic.children().forEach(node::child);
    return node.cells("#address-cells", 2)
        .cells("#size-cells", 2)
        .flag("ranges")
        .child(describe(phandle))
        .build();
  }

  private DeviceTreeNode describe(int phandle) {
    return DeviceTreeNode.device("v2m", window)
        .strings("compatible", "arm,gic-v2m-frame")
        .flag("msi-controller")
        .cells("arm,msi-base-spi", first.value())
        .cells("arm,msi-num-spis", lines.size())
        .cells("phandle", phandle)
        .build();
  }

  @Override
  public String name() {
    return "gicv2m";
  }

  @Override
  public boolean accepts(Access access) {
    return REGISTERS.find(access) != null;
  }

  @Override
  public long read(Access access) {
    return switch (Objects.requireNonNull(REGISTERS.find(access))) {
      case MSI_TYPER -> (long) first.value() << BASE_SHIFT | lines.size();
      case MSI_SETSPI_NS -> 0;
      case MSI_IIDR -> IIDR;
    };
  }

  @Override
  public void write(Access access, long value) {
    switch (Objects.requireNonNull(REGISTERS.find(access))) {
      case MSI_SETSPI_NS -> signal(value);
      case MSI_TYPER, MSI_IIDR -> {}
    }
  }

  /** A device's store, which goes past the bus that processors' accesses go through. */
  @Override
  public void deliver(InterruptMessage message) {
    if (message.address() == window.start().value() + MsiFrameRegister.MSI_SETSPI_NS.offset()) {
      signal(Integer.toUnsignedLong(message.data()));
    }
  }

  /** An INTID that is none of the frame's is ignored. */
  private void signal(long intId) {
    long index = intId - first.value();
    if (index >= 0 && index < lines.size()) {
      lines.get((int) index).pulse();
    }
  }
}
