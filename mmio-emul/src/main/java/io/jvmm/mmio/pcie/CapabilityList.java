package io.jvmm.mmio.pcie;

import io.jvmm.vmm.pci.PciCapability;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function's capabilities, one after the other behind its header (PCI Local Bus 3.0, 6.7). Their
 * headers are here, the rest is theirs.
 */
final class CapabilityList {
  private static final int END = 0x100;
  private static final int NEXT_SHIFT = 8;

  private record Entry(PciCapability capability, int start, int next) {
    boolean contains(int offset) {
      return offset >= start && offset < start + capability.length();
    }

    long header() {
      return (long) next << NEXT_SHIFT | capability.id();
    }
  }

  private final List<Entry> entries = new ArrayList<>();

  /** Refuses more than there is room for. */
  CapabilityList(List<PciCapability> capabilities) {
    int start = ConfigurationHeader.SIZE;
    for (int i = 0; i < capabilities.size(); i++) {
      int next = start + capabilities.get(i).length();
      boolean last = i == capabilities.size() - 1;
      entries.add(new Entry(capabilities.get(i), start, last ? 0 : next));
      start = next;
    }
    if (start > END) {
      throw new IllegalArgumentException("no room for capabilities of 0x%x bytes".formatted(start));
    }
  }

  /** Reads what is there; past the last capability everything is zero. */
  long read(int offset, int width) {
    Entry entry = find(offset);
    if (entry == null) {
      return 0;
    }
    int within = offset - entry.start();
    long header = entry.header() >>> Math.min(within * Byte.SIZE, Long.SIZE - 1);
    return entry.capability().read(within, width) | (header & ((1L << (width * Byte.SIZE)) - 1));
  }

  void write(int offset, int width, long value) {
    Entry entry = find(offset);
    if (entry != null) {
      entry.capability().write(offset - entry.start(), width, value);
    }
  }

  private @Nullable Entry find(int offset) {
    for (Entry entry : entries) {
      if (entry.contains(offset)) {
        return entry;
      }
    }
    return null;
  }
}
