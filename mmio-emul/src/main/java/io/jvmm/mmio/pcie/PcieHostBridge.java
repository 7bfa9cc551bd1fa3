package io.jvmm.mmio.pcie;

import io.jvmm.mmio.pcie.Slot.Route;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.irq.LevelIrq;
import io.jvmm.vmm.irq.MessageTarget;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioWindow;
import io.jvmm.vmm.pci.PciFunction;
import io.jvmm.vmm.pci.PciInterrupts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The root complex: one bus, whose devices have one function each. What the guest does with base
 * address registers changes {@linkplain #routes routes} inside windows that stay where they are.
 *
 * <p><b>Locking.</b> This object's monitor guards configuration space. Routes are replaced as a
 * whole, so accesses to devices take no lock here.
 */
public final class PcieHostBridge {
  /** How many devices it has room for; device 0 is left to the bridge itself. */
  public static final int DEVICES = 31;

  /** How many interrupt pins a device can have, and how many lines there are for all of them. */
  static final int PINS = 4;

  private static final int REQUESTER_SHIFT = 3;

  private final PcieLayout layout;
  private final MessageTarget messages;
  private final List<SharedLine> lines;
  private final List<Slot> slots = new ArrayList<>(); // from device 1 on; guarded by this
  private volatile List<Route> routes = List.of(); // written under this monitor

  /**
   * A root complex without devices.
   *
   * @param lines gives the interrupt controller's lines
   * @param messages where messages go
   */
  public PcieHostBridge(
      PcieLayout layout, Function<IntId, LevelIrq> lines, MessageTarget messages) {
    this.layout = layout;
    this.messages = messages;
    List<SharedLine> shared = new ArrayList<>();
    for (int i = 0; i < PINS; i++) {
      shared.add(new SharedLine(lines.apply(IntId.spi(layout.firstInterrupt().index() + i))));
    }
    this.lines = List.copyOf(shared);
  }

  /**
   * Plugs in a device, before any vCPU runs.
   *
   * @param vectors how many MSI-X vectors it has, 1 to 2048
   * @param device makes it, given its way to interrupt
   * @return its number on bus 0
   * @throws ConfigurationException if there is no room left
   */
  public synchronized int plug(int vectors, Function<PciInterrupts, PciFunction> device) {
    int number = slots.size() + 1;
    if (number > DEVICES) {
      throw new ConfigurationException(
          "PCIe has room for %d virtio devices, of which each disk is one: use fewer disks, or"
                  .formatted(DEVICES)
              + " \"transport\": \"mmio\"");
    }
    MsixTable table = new MsixTable(vectors, number << REQUESTER_SHIFT, messages);
    LevelIrq pin = lines.get(swizzle(number, 0)).input();
    FunctionInterrupts interrupts = new FunctionInterrupts(table, pin);
    slots.add(new Slot(device.apply(interrupts), table, interrupts));
    return number;
  }

  /** The line that a device's pin is wired to, 0 to 3; pin 0 is INTA. */
  static int swizzle(int device, int pin) {
    return (device + pin) % PINS;
  }

  /** Where it goes on the bus. */
  public List<MmioWindow> windows() {
    return List.of(
        new MmioWindow(layout.ecam(), new Ecam(this)),
        window(layout.window32(), "pcie-mmio32"),
        window(layout.window64(), "pcie-mmio64"));
  }

  private MmioWindow window(AddressRange range, String name) {
    return new MmioWindow(range, new MemoryWindow(this, range, name));
  }

  /**
   * Its node.
   *
   * @param gic the interrupt controller's phandle; that node has two address cells
   * @param msi the phandle of what takes messages
   */
  public DeviceTreeNode describe(int gic, int msi) {
    return PcieNode.describe(layout, gic, msi);
  }

  /** The device of a number on bus 0, if there is one; to be called with the monitor held. */
  @Nullable Slot slot(long device) {
    return device >= 1 && device <= slots.size() ? slots.get((int) device - 1) : null;
  }

  /**
   * Finds out anew where everything is, and tells who has moved; to be called with the monitor
   * held. All leave their old places before any takes a new one. Where the guest has put two at one
   * place, as it does for a while when it moves all of them, it is told to the lower only.
   */
  void route() {
    routes = slots.stream().flatMap(slot -> slot.routes().stream()).toList();
    List<AddressRange> windows = List.of(layout.window32(), layout.window64());
    List<AddressRange> taken = new ArrayList<>();
    slots.forEach(slot -> slot.leave(windows, taken));
    slots.forEach(Slot::arrive);
  }

  List<Route> routes() {
    return routes;
  }

  /** What a read gets that nothing answers. */
  static long allOnes(Access access) {
    return -1L >>> (Long.SIZE - access.width() * Byte.SIZE);
  }
}
