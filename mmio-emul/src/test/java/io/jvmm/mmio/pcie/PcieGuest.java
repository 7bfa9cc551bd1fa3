package io.jvmm.mmio.pcie;

import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.irq.InterruptMessage;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioWindow;
import io.jvmm.vmm.testkit.RecordingIrq;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A root complex with functions of four vectors each, as a guest sees it: configuration space, the
 * windows, the interrupts that come.
 */
final class PcieGuest {
  static final int VECTORS = 4;
  static final AddressRange WINDOW_32 = AddressRange.of(0x1000_0000, 0x1000_0000);
  static final AddressRange WINDOW_64 = AddressRange.of(0x1_0000_0000L, 0x4000_0000);

  static final int COMMAND = 0x04;
  static final int BAR_0 = 0x10;
  static final int BAR_2 = 0x18;
  static final int MSIX_CONTROL = 0x42;
  static final int MEMORY = 1 << 1;
  static final int MASTER = 1 << 2;
  static final int MSIX_ENABLE = 1 << 15;
  static final int MSIX_MASK = 1 << 14;

  private static final PcieLayout LAYOUT =
      new PcieLayout(AddressRange.of(0x3f00_0000, 0x100_0000), WINDOW_32, WINDOW_64, IntId.spi(3));

  final List<InterruptMessage> messages = new ArrayList<>();
  private final Map<Integer, RecordingIrq> lines = new TreeMap<>(); // by SPI
  final List<FakeFunction> functions = new ArrayList<>();
  final PcieHostBridge bridge =
      new PcieHostBridge(
          LAYOUT,
          spi -> lines.computeIfAbsent(spi.index(), _ -> new RecordingIrq()),
          messages::add);

  /** A guest with so many functions, devices 1 and up. */
  PcieGuest(int count) {
    for (int i = 0; i < count; i++) {
      plug();
    }
  }

  void plug() {
    bridge.plug(
        VECTORS,
        interrupts -> {
          functions.add(new FakeFunction(interrupts));
          return functions.getLast();
        });
  }

  /** An interrupt line, by the number of its SPI. */
  RecordingIrq line(int spi) {
    return Objects.requireNonNull(lines.get(spi));
  }

  static long configuration(int device, int offset) {
    return LAYOUT.ecam().start().value() + ((long) device << 15) + offset;
  }

  long config(int device, int offset, int width) {
    return load(configuration(device, offset), width);
  }

  void config(int device, int offset, int width, long value) {
    store(configuration(device, offset), width, value);
  }

  /** Puts the registers and the MSI-X table where a guest would, and enables everything. */
  void start(int device, long registers, long table) {
    config(device, BAR_0, 4, registers);
    config(device, BAR_0 + 4, 4, registers >>> 32);
    config(device, BAR_2, 4, table);
    config(device, COMMAND, 2, MEMORY | MASTER);
  }

  boolean accepts(long address, int width) {
    MmioWindow window = window(address);
    return window.device().accepts(new Access(address - window.range().start().value(), width));
  }

  long load(long address, int width) {
    MmioWindow window = window(address);
    return window.device().read(new Access(address - window.range().start().value(), width));
  }

  void store(long address, int width, long value) {
    MmioWindow window = window(address);
    long stored = value & (-1L >>> (Long.SIZE - width * Byte.SIZE));
    window.device().write(new Access(address - window.range().start().value(), width), stored);
  }

  private MmioWindow window(long address) {
    return bridge.windows().stream()
        .filter(window -> window.range().contains(address))
        .findFirst()
        .orElseThrow();
  }
}
