package io.jvmm.load.disk.ext;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Contents that are in the inode itself (inlinedata.rst): the first 60 bytes where the block map
 * would be, the rest as the value of the extended attribute {@code system.data}, whose entry is
 * behind the inode's fields (attributes.rst):
 *
 * <pre>
 *   0  u32 0xea020000, then entries until one of zeroes:
 *   0  u8 length of the name   1  u8 prefix: 7 for "system."   2  u16 value, from the first entry
 *   4  u32 inode of the value  8  u32 length of the value     16  name, padded to 4 bytes
 * </pre>
 */
final class InlineData {
  private static final int MAGIC = 0xea02_0000;
  private static final int ENTRY = 16;
  private static final int SYSTEM = 7;
  private static final String NAME = "data";

  private InlineData() {}

  /** What is in the field of the block map. */
  static ByteBuffer first(Inode inode) {
    return inode.mapField();
  }

  /** What is in the attribute; empty if there is none. */
  static ByteBuffer rest(Inode inode) {
    ByteBuffer bytes = inode.bytes();
    int start = Inode.EXTRA + inode.extraSize();
    int at = start + Integer.BYTES;
    if (at + ENTRY > bytes.limit() || bytes.getInt(start) != MAGIC) {
      return ByteBuffer.allocate(0);
    }
    int first = at;
    while (at + ENTRY <= bytes.limit() && bytes.getInt(at) != 0) {
      if (isData(bytes, at)) {
        return value(inode, first, at);
      }
      at += ENTRY + ((bytes.get(at) & 0xff) + 3 & -4);
    }
    return ByteBuffer.allocate(0);
  }

  private static boolean isData(ByteBuffer bytes, int entry) {
    return bytes.get(entry + 1) == SYSTEM
        && bytes.get(entry) == NAME.length()
        && entry + ENTRY + NAME.length() <= bytes.limit()
        && StandardCharsets.ISO_8859_1
            .decode(bytes.slice(entry + ENTRY, NAME.length()))
            .toString()
            .equals(NAME);
  }

  private static ByteBuffer value(Inode inode, int first, int entry) {
    ByteBuffer bytes = inode.bytes();
    int at = first + Superblock.u16(bytes, entry + 2);
    long length = Superblock.u32(bytes, entry + 8);
    if (at + length > bytes.limit() || bytes.getInt(entry + 4) != 0) {
      throw inode.damaged("its inline data has %d bytes at %d".formatted(length, at));
    }
    return bytes.slice(at, (int) length).order(bytes.order());
  }

  /** All of it, cut off after the size of the file. */
  static ByteBuffer all(Inode inode) {
    Optional<ByteBuffer> rest =
        inode.size() > Inode.MAP_LENGTH ? Optional.of(rest(inode)) : Optional.empty();
    int available = Inode.MAP_LENGTH + rest.map(ByteBuffer::remaining).orElse(0);
    if (inode.size() > available) {
      throw inode.damaged("it has %d of %d bytes in it".formatted(available, inode.size()));
    }
    ByteBuffer all = ByteBuffer.allocate(available).put(first(inode));
    rest.ifPresent(all::put);
    return all.flip().limit((int) inode.size());
  }
}
