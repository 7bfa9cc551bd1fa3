package io.jvmm.monitor.machine;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.spec.TransportChoice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * A device as the guest finds it.
 *
 * @param name its label in the device tree; of a PCI function, its place: domain, bus, device,
 *     function
 * @param kind what it is: the first word of its {@code compatible}, and of a virtio device its name
 * @param addresses its windows, as {@code 0x9000000+0x1000}: address and size
 * @param interrupts its interrupts, as {@code SPI 1}
 */
public record DeviceEntry(
    String name, String kind, List<String> addresses, List<String> interrupts) {
  /** Values of {@code device_type}. */
  private static final Set<String> NO_DEVICES = Set.of("memory", "cpu");

  private static final int CELLS_OF_INTERRUPT = 3;
  private static final int SPI = 0;

  /** Copies the lists. */
  public DeviceEntry {
    addresses = List.copyOf(addresses);
    interrupts = List.copyOf(interrupts);
  }

  /** The devices of a machine, in its device tree's order; PCI functions come last. */
  static List<DeviceEntry> of(Loaded loaded, TransportChoice transport) {
    DeviceTreeNode root = loaded.plan().tree();
    Deque<String> virtio = new ArrayDeque<>(loaded.virtioNames());
    List<DeviceEntry> entries = new ArrayList<>();
    addAll(root, "", DeviceTreeLabels.of(root), virtio, entries);
    if (transport == TransportChoice.PCI) {
      List<String> names = loaded.virtioNames();
      for (int i = 0; i < names.size(); i++) {
        String place = "0000:00:%02x.0".formatted(i + 1); // device 0 is the bridge
        entries.add(new DeviceEntry(place, names.get(i), List.of(), List.of("MSI-X")));
      }
    }
    return entries;
  }

  private static void addAll(
      DeviceTreeNode node,
      String path,
      DeviceTreeLabels labels,
      Deque<String> virtio,
      List<DeviceEntry> entries) {
    for (DeviceTreeNode child : node.children()) {
      String childPath = path + "/" + child.name();
      boolean isDevice = !NO_DEVICES.contains(text(child, "device_type"));
      List<String> addresses = isDevice ? addresses(child) : List.of();
      List<String> interrupts = interrupts(child);
      if (!addresses.isEmpty() || !interrupts.isEmpty()) {
        entries.add(
            new DeviceEntry(labels.of(childPath), kind(child, virtio), addresses, interrupts));
      }
      addAll(child, childPath, labels, virtio, entries);
    }
  }

  private static String kind(DeviceTreeNode node, Deque<String> virtio) {
    String first = text(node, "compatible");
    return first.equals("virtio,mmio") && !virtio.isEmpty()
        ? first + " " + virtio.removeFirst()
        : first;
  }

  /** The first of a property's strings; empty if there is none. */
  private static String text(DeviceTreeNode node, String property) {
    byte[] value = node.properties().getOrDefault(property, new byte[0]);
    String all = new String(value, StandardCharsets.US_ASCII);
    int end = all.indexOf('\0');
    return end < 0 ? all : all.substring(0, end);
  }

  private static List<String> addresses(DeviceTreeNode node) {
    ByteBuffer reg = ByteBuffer.wrap(node.properties().getOrDefault("reg", new byte[0]));
    List<String> windows = new ArrayList<>();
    while (reg.remaining() >= 2 * Long.BYTES) {
      windows.add("0x%x+0x%x".formatted(reg.getLong(), reg.getLong()));
    }
    return windows;
  }

  private static List<String> interrupts(DeviceTreeNode node) {
    ByteBuffer cells = ByteBuffer.wrap(node.properties().getOrDefault("interrupts", new byte[0]));
    List<String> interrupts = new ArrayList<>();
    while (cells.remaining() >= CELLS_OF_INTERRUPT * Integer.BYTES) {
      String kind = cells.getInt() == SPI ? "SPI " : "PPI ";
      interrupts.add(kind + cells.getInt());
      cells.getInt(); // how it is triggered
    }
    return interrupts;
  }
}
