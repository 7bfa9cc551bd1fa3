package io.jvmm.load.disk.ext;

import io.jvmm.vmm.error.ConfigurationException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads directory entries (directory.rst, "Linear (Classic) Directories"); blocks of a hash tree
 * look like empty ones:
 *
 * <pre>
 *   0  u32 inode, 0 for none   4  u16 length of the entry   6  u8 length of the name   8  name
 * </pre>
 */
final class Entries {
  /** An entry that is in use. */
  record Entry(long inode, String name) {}

  private static final int HEADER = 8;

  private final boolean hasTypes;
  private final Function<String, ConfigurationException> damaged;

  /**
   * A reader.
   *
   * @param hasTypes whether the byte behind the name's length is the file's type, and not the
   *     length's high byte
   * @param damaged makes the error
   */
  Entries(boolean hasTypes, Function<String, ConfigurationException> damaged) {
    this.hasTypes = hasTypes;
    this.damaged = damaged;
  }

  /**
   * Hands over the entries in a block, or in what an inode has of a directory.
   *
   * @param isEnough says whether an entry was the last one that is needed
   * @return whether it was
   */
  boolean read(ByteBuffer bytes, Predicate<Entry> isEnough) {
    int at = 0;
    while (at + HEADER <= bytes.limit()) {
      int length = length(bytes, at);
      long inode = Superblock.u32(bytes, at);
      int nameLength = hasTypes ? bytes.get(at + 6) & 0xff : Superblock.u16(bytes, at + 6);
      if (length < HEADER + nameLength || length % 4 != 0 || length > bytes.limit() - at) {
        throw damaged.apply(
            "the entry at %d has %d bytes, %d of them its name".formatted(at, length, nameLength));
      }
      if (inode != 0 && isEnough.test(new Entry(inode, name(bytes, at + HEADER, nameLength)))) {
        return true;
      }
      at += length;
    }
    return false;
  }

  // 16 bits do not hold the length of an entry as long as a block of 64 KiB.
  private static int length(ByteBuffer bytes, int at) {
    int stored = Superblock.u16(bytes, at + 4);
    if (bytes.limit() <= 0xffff) {
      return stored;
    }
    return stored == 0xffff || stored == 0 ? bytes.limit() : (stored & ~3) | (stored & 3) << 16;
  }

  private static String name(ByteBuffer bytes, int start, int length) {
    return StandardCharsets.UTF_8.decode(bytes.slice(start, length)).toString();
  }
}
