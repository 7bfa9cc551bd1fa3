package io.jvmm.load;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes flattened device trees (Devicetree Specification v0.4, chapter 5), version 17. Everything
 * is big-endian:
 *
 * <pre>
 *    0  header, 40 bytes
 *   40  memory reservation block: empty, ended by 16 zero bytes
 *   56  structure block: BEGIN_NODE name, PROP length name-offset value, END_NODE, END; each
 *       padded to 4 bytes
 *   ..  strings block: the properties' names, each once, each ended by NUL
 * </pre>
 */
public final class DeviceTreeBlob {
  private static final int MAGIC = 0xd00dfeed;
  private static final int VERSION = 17;
  private static final int LAST_COMPATIBLE_VERSION = 16;
  private static final int HEADER_SIZE = 40;
  private static final int RESERVATIONS_SIZE = 16;
  private static final int STRUCTURE_OFFSET = HEADER_SIZE + RESERVATIONS_SIZE;

  private static final int BEGIN_NODE = 1;
  private static final int END_NODE = 2;
  private static final int PROP = 3;
  private static final int END = 9;

  private final Map<String, Integer> nameOffsets = new LinkedHashMap<>();
  private int stringsSize;
  private ByteBuffer structure = ByteBuffer.allocate(8 << 10);

  private DeviceTreeBlob() {}

  /** The tree under {@code root}, whose name is empty. */
  public static byte[] of(DeviceTreeNode root) {
    DeviceTreeBlob blob = new DeviceTreeBlob();
    blob.node(root);
    blob.cell(END);
    return blob.assemble();
  }

  private void node(DeviceTreeNode node) {
    cell(BEGIN_NODE);
    bytes((node.name() + "\0").getBytes(StandardCharsets.US_ASCII));
    node.properties().forEach(this::property);
    node.children().forEach(this::node);
    cell(END_NODE);
  }

  private void property(String name, byte[] value) {
    cell(PROP);
    cell(value.length);
    cell(nameOffset(name));
    bytes(value);
  }

  private int nameOffset(String name) {
    Integer known = nameOffsets.putIfAbsent(name, stringsSize);
    if (known != null) {
      return known;
    }
    int offset = stringsSize;
    stringsSize += name.length() + 1;
    return offset;
  }

  private void cell(int value) {
    room(Integer.BYTES).putInt(value);
  }

  private void bytes(byte[] value) {
    int padded = (value.length + 3) & -4;
    room(padded).put(value).position(structure.position() + padded - value.length);
  }

  private ByteBuffer room(int bytes) {
    if (structure.remaining() < bytes) {
      ByteBuffer larger = ByteBuffer.allocate(2 * structure.capacity() + bytes);
      structure = larger.put(structure.flip());
    }
    return structure;
  }

  private byte[] assemble() {
    structure.flip();
    int structureSize = structure.limit();
    int stringsOffset = STRUCTURE_OFFSET + structureSize;
    ByteBuffer blob = ByteBuffer.allocate(stringsOffset + stringsSize);
    blob.putInt(MAGIC).putInt(blob.capacity());
    blob.putInt(STRUCTURE_OFFSET).putInt(stringsOffset).putInt(HEADER_SIZE);
    blob.putInt(VERSION).putInt(LAST_COMPATIBLE_VERSION);
    int bootProcessor = 0;
    blob.putInt(bootProcessor).putInt(stringsSize).putInt(structureSize);
    blob.position(STRUCTURE_OFFSET).put(structure);
    for (String name : nameOffsets.keySet()) {
      blob.put(name.getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
    }
    return blob.array();
  }
}
