package io.jvmm.provisioning;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Makes the smallest ELF object that a kernel module's information can be read from. */
final class ModuleObject {
  private static final String SECTION_NAMES = "\0.modinfo\0.shstrtab\0";

  private ModuleObject() {}

  /** A module with a {@code .modinfo} section of {@code key=value} texts. */
  static byte[] withInfo(String... entries) {
    byte[] info = (String.join("\0", entries) + "\0").getBytes(StandardCharsets.UTF_8);
    byte[] names = SECTION_NAMES.getBytes(StandardCharsets.UTF_8);
    int table = 64 + info.length + names.length;
    ByteBuffer elf = ByteBuffer.allocate(table + 3 * 64).order(ByteOrder.LITTLE_ENDIAN);
    elf.putInt(0, 0x464c457f).putShort(4, (short) 0x0102);
    elf.putLong(0x28, table).putShort(0x3a, (short) 64);
    elf.putShort(0x3c, (short) 3).putShort(0x3e, (short) 2);
    elf.put(64, info).put(64 + info.length, names);
    section(elf, table + 64, 1, 64, info.length);
    section(elf, table + 128, 10, 64 + info.length, names.length);
    return elf.array();
  }

  private static void section(ByteBuffer elf, int header, int name, int offset, int size) {
    elf.putInt(header, name).putLong(header + 0x18, offset).putLong(header + 0x20, size);
  }
}
