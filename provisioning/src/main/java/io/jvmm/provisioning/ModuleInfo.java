package io.jvmm.provisioning;

import io.jvmm.vmm.error.HostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a kernel module says of itself in its {@code .modinfo} section: NUL-terminated {@code
 * key=value} texts. Reads 64-bit little-endian ELF (ELF-64 Object File Format, version 1.5).
 */
final class ModuleInfo {
  private static final int MAGIC = 0x464c457f;
  private static final int HEADER_BYTES = 64;
  private static final byte CLASS_64_LITTLE_ENDIAN_OFFSET = 4;
  private static final short CLASS_64_LITTLE_ENDIAN = 0x0102;
  private static final int SECTION_TABLE_OFFSET = 0x28;
  private static final int SECTION_COUNT_OFFSET = 0x3c;
  private static final int NAMES_INDEX_OFFSET = 0x3e;
  private static final int SECTION_HEADER_BYTES = 64;

  private final List<String> entries;

  private ModuleInfo(List<String> entries) {
    this.entries = entries;
  }

  /**
   * Reads a module.
   *
   * @param name what to call it in a message
   * @throws HostException if these bytes are no module
   */
  static ModuleInfo parse(String name, byte[] module) {
    try {
      return new ModuleInfo(entries(ByteBuffer.wrap(module).order(ByteOrder.LITTLE_ENDIAN)));
    } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException malformed) {
      throw new HostException(
          "%s is no 64-bit kernel module (%s); remove jvmm's cache and try again"
              .formatted(name, malformed.getMessage()),
          malformed);
    }
  }

  /** Names of the modules that have to be loaded first, in the module's own order. */
  List<String> dependencies() {
    return entries.stream()
        .filter(entry -> entry.startsWith("depends="))
        .flatMap(entry -> Stream.of(entry.substring("depends=".length()).split(",")))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static List<String> entries(ByteBuffer elf) {
    if (elf.limit() < HEADER_BYTES
        || elf.getInt(0) != MAGIC
        || elf.getShort(CLASS_64_LITTLE_ENDIAN_OFFSET) != CLASS_64_LITTLE_ENDIAN) {
      throw new IllegalArgumentException("no ELF header");
    }
    ByteBuffer names = contents(elf, header(elf, elf.getShort(NAMES_INDEX_OFFSET)));
    ByteBuffer section =
        section(elf, names, ".modinfo")
            .orElseThrow(() -> new IllegalArgumentException("no .modinfo section"));
    byte[] text = new byte[section.remaining()];
    section.get(0, text);
    return List.of(new String(text, StandardCharsets.UTF_8).split("\0"));
  }

  private static Optional<ByteBuffer> section(ByteBuffer elf, ByteBuffer names, String wanted) {
    int count = Short.toUnsignedInt(elf.getShort(SECTION_COUNT_OFFSET));
    for (int index = 0; index < count; index++) {
      ByteBuffer header = header(elf, index);
      if (text(names, header.getInt(0)).equals(wanted)) {
        return Optional.of(contents(elf, header));
      }
    }
    return Optional.empty();
  }

  private static ByteBuffer header(ByteBuffer elf, int index) {
    int table = Math.toIntExact(elf.getLong(SECTION_TABLE_OFFSET));
    int offset = Math.addExact(table, Math.multiplyExact(index, SECTION_HEADER_BYTES));
    return elf.slice(offset, SECTION_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer contents(ByteBuffer elf, ByteBuffer header) {
    int offset = Math.toIntExact(header.getLong(0x18));
    return elf.slice(offset, Math.toIntExact(header.getLong(0x20)));
  }

  private static String text(ByteBuffer names, int offset) {
    int end = offset;
    while (names.get(end) != 0) {
      end++;
    }
    byte[] text = new byte[end - offset];
    names.get(offset, text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
