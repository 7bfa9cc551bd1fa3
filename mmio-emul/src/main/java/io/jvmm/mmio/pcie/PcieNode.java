package io.jvmm.mmio.pcie;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.memory.AddressRange;
import java.util.ArrayList;
import java.util.List;

/**
 * The host bridge in the device tree (IEEE 1275 PCI bus binding; Linux,
 * Documentation/devicetree/bindings/pci/host-generic-pci.yaml).
 */
final class PcieNode {
  private static final int MEMORY_32 = 0x0200_0000;
  private static final int MEMORY_64 = 0x0300_0000;
  private static final int DEVICE_SHIFT = 11;
  private static final int SPI = 0;
  private static final int LEVEL_HIGH = 4;
  private static final int PIN_MASK = 7;
  private static final int REQUESTERS = 0x1_0000;

  private PcieNode() {}

  static DeviceTreeNode describe(PcieLayout layout, int gic, int msi) {
    int devices = (PcieHostBridge.PINS - 1) << DEVICE_SHIFT;
    return DeviceTreeNode.device("pcie", layout.ecam())
        .strings("compatible", "pci-host-ecam-generic")
        .strings("device_type", "pci")
        .cells("#address-cells", 3)
        .cells("#size-cells", 2)
        .cells("#interrupt-cells", 1)
        .cells("linux,pci-domain", 0)
        .cells("bus-range", 0, layout.buses() - 1)
        .flag("dma-coherent")
        .cells("ranges", ranges(layout))
        .cells("msi-map", 0, msi, 0, REQUESTERS)
        .cells("interrupt-map-mask", devices, 0, 0, PIN_MASK)
        .cells("interrupt-map", interrupts(layout, gic))
        .build();
  }

  private static int[] ranges(PcieLayout layout) {
    List<Integer> cells = new ArrayList<>();
    addRange(cells, MEMORY_32, layout.window32());
    addRange(cells, MEMORY_64, layout.window64());
    return array(cells);
  }

  private static void addRange(List<Integer> cells, int space, AddressRange window) {
    cells.add(space);
    addLong(cells, window.start().value());
    addLong(cells, window.start().value());
    addLong(cells, window.size());
  }

  private static void addLong(List<Integer> cells, long value) {
    cells.add((int) (value >>> Integer.SIZE));
    cells.add((int) value);
  }

  /** Device and pin to SPI, for as many devices as there are lines: the others repeat these. */
  private static int[] interrupts(PcieLayout layout, int gic) {
    List<Integer> cells = new ArrayList<>();
    for (int device = 0; device < PcieHostBridge.PINS; device++) {
      for (int pin = 0; pin < PcieHostBridge.PINS; pin++) {
        int spi = layout.firstInterrupt().index() + PcieHostBridge.swizzle(device, pin);
        cells.addAll(List.of(device << DEVICE_SHIFT, 0, 0, pin + 1));
        cells.addAll(List.of(gic, 0, 0, SPI, spi, LEVEL_HIGH));
      }
    }
    return array(cells);
  }

  private static int[] array(List<Integer> cells) {
    return cells.stream().mapToInt(Integer::intValue).toArray();
  }
}
