package io.jvmm.load.source;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The header of an entry in a cpio archive, "newc" (Linux,
 * Documentation/driver-api/early-userspace/buffer-format.rst): "070701", 13 numbers of 8
 * hexadecimal digits, the name, NUL. Everybody in the archive is root, and every time is the start
 * of 1970, so that the same files always make the same bytes.
 *
 * @param inode a number of its own
 * @param mode type and permissions, as stat(2) gives them
 * @param links 2 for directories, and 1 for everything else: hard links become copies
 * @param size bytes of its content, up to 4 GiB - 1
 * @param name its path, relative
 */
record CpioHeader(int inode, int mode, int links, long size, String name) {
  /** The name of the entry that ends an archive. */
  static final String TRAILER = "TRAILER!!!";

  /** The most that a file's size can be, in 8 digits. */
  static final long MAX_SIZE = 0xffff_ffffL;

  private static final String MAGIC = "070701";
  private static final int NUMBERS = 13;
  private static final int DIGITS = 8;
  private static final int ALIGNMENT = 4;

  /** The last entry. */
  static CpioHeader trailer() {
    return new CpioHeader(0, 0, 1, 0, TRAILER);
  }

  /** The header with the name, padded to a multiple of 4 bytes. */
  byte[] bytes() {
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    int nameSize = nameBytes.length + 1;
    int length = MAGIC.length() + NUMBERS * DIGITS + nameSize;
    ByteBuffer header = ByteBuffer.allocate((length + ALIGNMENT - 1) & -ALIGNMENT);
    header.put(MAGIC.getBytes(StandardCharsets.US_ASCII));
    int root = 0;
    int start1970 = 0;
    int noDevice = 0;
    int noChecksum = 0;
    put(header, inode, mode, root, root, links, start1970, (int) size);
    put(header, noDevice, noDevice, noDevice, noDevice, nameSize, noChecksum);
    return header.put(nameBytes).array();
  }

  private static void put(ByteBuffer header, int... numbers) {
    for (int number : numbers) {
      header.put(HexFormat.of().toHexDigits(number).getBytes(StandardCharsets.US_ASCII));
    }
  }
}
