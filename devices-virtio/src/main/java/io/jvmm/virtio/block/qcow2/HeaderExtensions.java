package io.jvmm.virtio.block.qcow2;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The header extensions, by their type. Those that are unknown are of no consequence. */
final class HeaderExtensions {
  private static final int END = 0;
  private static final int BACKING_FORMAT = 0xe2792aca;
  private static final int FEATURE_NAMES = 0x6803f857;

  private static final int ALIGNMENT = 8;
  private static final int NAME_ENTRY = 48;
  private static final int NAME_START = 2;

  private final Map<Integer, byte[]> byType = new HashMap<>();

  private HeaderExtensions() {}

  /**
   * Reads them from {@code start} to their end mark.
   *
   * @param header the first cluster, or as much of it as the file has
   * @return empty if an extension does not end within it
   */
  static Optional<HeaderExtensions> read(ByteBuffer header, int start) {
    HeaderExtensions extensions = new HeaderExtensions();
    long at = start;
    while (at + ALIGNMENT <= header.limit()) {
      int type = header.getInt((int) at);
      long length = Integer.toUnsignedLong(header.getInt((int) at + Integer.BYTES));
      long data = at + ALIGNMENT;
      if (type == END) {
        break;
      }
      if (length > header.limit() - data) {
        return Optional.empty();
      }
      byte[] contents = new byte[(int) length];
      header.get((int) data, contents);
      extensions.byType.put(type, contents);
      at = data + Math.ceilDiv(length, ALIGNMENT) * ALIGNMENT;
    }
    return Optional.of(extensions);
  }

  /** The backing file's format. */
  Optional<String> backingFormat() {
    return Optional.ofNullable(byType.get(BACKING_FORMAT)).map(bytes -> new String(bytes, UTF_8));
  }

  /** What the image itself calls an incompatible feature, or its bit. */
  String nameOfIncompatible(int bit) {
    byte[] names = byType.getOrDefault(FEATURE_NAMES, new byte[0]);
    for (int at = 0; at + NAME_ENTRY <= names.length; at += NAME_ENTRY) {
      if (names[at] == 0 && names[at + 1] == bit) {
        return text(names, at + NAME_START, NAME_ENTRY - NAME_START);
      }
    }
    return "bit " + bit;
  }

  private static String text(byte[] bytes, int start, int length) {
    return new String(bytes, start, length, UTF_8).replaceAll("\\p{Cntrl}", "");
  }

  /** An extension as it is written, padded. */
  static byte[] backingFormat(String format) {
    byte[] name = format.getBytes(UTF_8);
    int padded = Math.ceilDiv(name.length, ALIGNMENT) * ALIGNMENT;
    return ByteBuffer.allocate(ALIGNMENT + padded)
        .putInt(BACKING_FORMAT)
        .putInt(name.length)
        .put(name)
        .array();
  }
}
