package io.jvmm.load.disk.ext;

import io.jvmm.load.disk.block.Crc32c;
import io.jvmm.vmm.error.ConfigurationException;
import java.nio.ByteBuffer;

/**
 * An inode (inodes.rst):
 *
 * <pre>
 *   0  u16 mode      4  u32 size, low      32  u32 flags     40  u8[60] block map, or contents
 * 100  u32 generation    108  u32 size, high    124  u16 checksum, low
 * 128  u16 how much of what is behind 128 is in use      130  u16 checksum, high
 * </pre>
 *
 * @param number from 1
 * @param bytes all of it, little-endian
 * @param size of the contents in bytes
 * @param checksumSeed where the checksums of its blocks start
 * @param offset where it is, for errors
 */
record Inode(
    long number, ByteBuffer bytes, long size, int checksumSeed, Blocks blocks, long offset) {
  static final int ROOT = 2;

  /** Where the block map is, and how long it is. */
  static final int MAP = 40;

  static final int MAP_LENGTH = 60;

  /** Where what came after ext2 starts. */
  static final int EXTRA = 128;

  private static final int FLAGS = 32;
  private static final int GENERATION = 100;
  private static final int CHECKSUM_LOW = 124;
  private static final int CHECKSUM_HIGH = 130;
  private static final int ENCRYPTED = 0x800;
  private static final int EXTENTS = 0x8_0000;
  private static final int INLINE_DATA = 0x1000_0000;
  private static final int CASEFOLD = 0x4000_0000;
  private static final int TYPE = 0xf000;
  private static final int DIRECTORY = 0x4000;
  private static final int REGULAR = 0x8000;
  private static final int LINK = 0xa000;
  private static final int MAX_LOGICAL_BITS = 32;

  static Inode parse(
      long number, ByteBuffer bytes, Superblock superblock, Blocks blocks, long offset) {
    int seed = Crc32c.ofInt(superblock.checksumSeed(), (int) number);
    seed = Crc32c.ofInt(seed, bytes.getInt(GENERATION));
    long size = Superblock.u32(bytes, 4) | Superblock.u32(bytes, 108) << 32;
    Inode inode = new Inode(number, bytes, size, seed, blocks, offset);
    if (superblock.hasChecksums() && !inode.hasItsChecksum()) {
      throw inode.damaged("its checksum is wrong");
    }
    if (size < 0 || size >> MAX_LOGICAL_BITS >= blocks.size()) {
      throw inode.damaged("its size is " + Long.toUnsignedString(size));
    }
    inode.requireReadable();
    return inode;
  }

  private void requireReadable() {
    if (hasFlag(ENCRYPTED)) {
      throw blocks.section().unsupported("inode %d is encrypted".formatted(number));
    }
    if (hasFlag(CASEFOLD)) {
      throw blocks
          .section()
          .unsupported("inode %d is a directory that ignores case (casefold)".formatted(number));
    }
  }

  private boolean hasItsChecksum() {
    boolean wide = extraSize() >= CHECKSUM_HIGH + Short.BYTES - EXTRA;
    ByteBuffer copy = ByteBuffer.allocate(bytes.limit()).put(0, bytes, 0, bytes.limit());
    copy.putShort(CHECKSUM_LOW, (short) 0);
    if (wide) {
      copy.putShort(CHECKSUM_HIGH, (short) 0);
    }
    int sum = Crc32c.of(checksumSeed, copy, 0, copy.limit());
    return (sum & 0xffff) == Superblock.u16(bytes, CHECKSUM_LOW)
        && (!wide || sum >>> 16 == Superblock.u16(bytes, CHECKSUM_HIGH));
  }

  /** How many bytes behind {@link #EXTRA} have fields in them. */
  int extraSize() {
    return bytes.limit() < EXTRA + Integer.BYTES ? 0 : Superblock.u16(bytes, EXTRA);
  }

  private boolean hasFlag(int flag) {
    return (bytes.getInt(FLAGS) & flag) != 0;
  }

  boolean isDirectory() {
    return (bytes.getShort(0) & TYPE) == DIRECTORY;
  }

  boolean isRegular() {
    return (bytes.getShort(0) & TYPE) == REGULAR;
  }

  boolean isLink() {
    return (bytes.getShort(0) & TYPE) == LINK;
  }

  boolean hasInlineData() {
    return hasFlag(INLINE_DATA);
  }

  /** Where the blocks of its contents are. */
  BlockMap map(Superblock superblock) {
    return hasFlag(EXTENTS)
        ? new ExtentTree(this, superblock.hasChecksums())
        : new IndirectMap(this);
  }

  /** The field with the block map. */
  ByteBuffer mapField() {
    return bytes.slice(MAP, MAP_LENGTH).order(bytes.order());
  }

  /** That something about it is wrong. */
  ConfigurationException damaged(String why) {
    return blocks.section().damaged("inode " + number, offset, why);
  }

  /** That something in a block of it is wrong. */
  ConfigurationException damagedBlock(String what, long block, String why) {
    return blocks.section().damaged(what + " of inode " + number, blocks.offset(block), why);
  }
}
