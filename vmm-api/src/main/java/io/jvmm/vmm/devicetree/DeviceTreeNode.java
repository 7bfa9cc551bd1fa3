package io.jvmm.vmm.devicetree;

import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.memory.AddressRange;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A device-tree node as a value: its name, its properties as the big-endian bytes that the guest
 * will read, and its children (Devicetree Specification v0.4, 2.2). Addresses and sizes take two
 * cells, interrupt specifiers three (the GIC's binding: kind, number, flags).
 */
public final class DeviceTreeNode {
  private final String name;
  private final SequencedMap<String, byte[]> properties;
  private final List<DeviceTreeNode> children;

  private DeviceTreeNode(Builder builder) {
    this.name = builder.name;
    this.properties = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(builder.properties));
    this.children = List.copyOf(builder.children);
  }

  /** Starts a node; {@code name} is {@code node-name@unit-address}, empty for the root. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Starts the node of a device: {@code kind@start}, with {@code reg} set. */
  public static Builder device(String kind, AddressRange... windows) {
    Builder node = named("%s@%x".formatted(kind, windows[0].start().value()));
    return node.reg(windows);
  }

  /** The name with its unit address. */
  public String name() {
    return name;
  }

  /** The properties in the order they were added; the arrays are not to be changed. */
  public SequencedMap<String, byte[]> properties() {
    return properties;
  }

  /** The children in the order they were added. */
  public List<DeviceTreeNode> children() {
    return children;
  }

  /** Collects a node's properties and children. */
  public static final class Builder {
    private static final int KIND_SPI = 0;
    private static final int KIND_PPI = 1;
    private static final int EDGE_RISING = 1;
    private static final int LEVEL_HIGH = 4;

    private final String name;
    private final Map<String, byte[]> properties = new LinkedHashMap<>();
    private final List<DeviceTreeNode> children = new ArrayList<>();

    private Builder(String name) {
      this.name = name;
    }

    /** A property that is there or not, without a value. */
    public Builder flag(String property) {
      return bytes(property);
    }

    /** A property of 32-bit cells. */
    public Builder cells(String property, int... cells) {
      ByteBuffer value = ByteBuffer.allocate(cells.length * Integer.BYTES);
      for (int cell : cells) {
        value.putInt(cell);
      }
      return bytes(property, value.array());
    }

    /** A property of 64-bit numbers, two cells each. */
    public Builder longs(String property, long... numbers) {
      ByteBuffer value = ByteBuffer.allocate(numbers.length * Long.BYTES);
      for (long number : numbers) {
        value.putLong(number);
      }
      return bytes(property, value.array());
    }

    /** A property of one or more strings. */
    public Builder strings(String property, String... strings) {
      return bytes(property, (String.join("\0", strings) + "\0").getBytes(StandardCharsets.UTF_8));
    }

    /** A property of raw bytes. */
    public Builder bytes(String property, byte... value) {
      if (properties.putIfAbsent(property, value.clone()) != null) {
        throw new IllegalArgumentException("%s already has %s".formatted(name, property));
      }
      return this;
    }

    /** The windows the device answers in. */
    public Builder reg(AddressRange... windows) {
      long[] numbers = new long[windows.length * 2];
      for (int i = 0; i < windows.length; i++) {
        numbers[2 * i] = windows[i].start().value();
        numbers[2 * i + 1] = windows[i].size();
      }
      return longs("reg", numbers);
    }

    /** A level-sensitive, active-high interrupt. */
    public Builder levelInterrupt(IntId id) {
      return interrupt(id, LEVEL_HIGH);
    }

    /** A rising-edge interrupt. */
    public Builder edgeInterrupt(IntId id) {
      return interrupt(id, EDGE_RISING);
    }

    private Builder interrupt(IntId id, int flags) {
      return cells("interrupts", id.isSpi() ? KIND_SPI : KIND_PPI, id.index(), flags);
    }

    /** A child. */
    public Builder child(DeviceTreeNode child) {
      children.add(child);
      return this;
    }

    /** The node. */
    public DeviceTreeNode build() {
      return new DeviceTreeNode(this);
    }
  }
}
