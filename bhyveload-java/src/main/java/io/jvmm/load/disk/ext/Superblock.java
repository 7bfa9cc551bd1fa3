package io.jvmm.load.disk.ext;

import io.jvmm.load.disk.block.Crc32c;
import io.jvmm.load.disk.block.Section;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * The superblock (super.rst; its offsets are those of the table there), little-endian.
 *
 * @param bytes all of it
 */
record Superblock(ByteBuffer bytes) {
  static final int OFFSET = 1024;
  static final int SIZE = 1024;

  private static final int MAGIC = 0xef53;
  private static final int MAX_LOG_BLOCK_SIZE = 6;
  private static final int SMALLEST_INODE = 128;
  private static final int SMALL_DESCRIPTOR = 32;
  private static final int WIDE_DESCRIPTOR = 64;
  private static final int HAS_JOURNAL = 0x4;
  private static final int SPARSE_SUPER_2 = 0x200;
  private static final int SPARSE_SUPER = 0x1;
  private static final int METADATA_CHECKSUMS = 0x400;
  private static final int CHECKSUM = 0x3fc;
  private static final int CRC32C = 1;

  /** Whether a file system of this kind is in {@code section}. */
  static boolean isIn(Section section) {
    return section.has(OFFSET, SIZE) && u16(read(section), 0x38) == MAGIC;
  }

  private static ByteBuffer read(Section section) {
    return section.metadata(OFFSET, SIZE, "the superblock");
  }

  /**
   * Reads what {@link #isIn} has found.
   *
   * @throws io.jvmm.vmm.error.ConfigurationException if it is damaged, or has features that are not
   *     supported
   */
  static Superblock in(Section section) {
    Superblock superblock = new Superblock(read(section));
    Optional<String> unsupported = IncompatibleFeature.unsupported(superblock.incompatible());
    if (unsupported.isPresent()) {
      throw section.unsupported(
          "its file system has %s, which is not supported".formatted(unsupported.get()));
    }
    Optional<String> problem =
        superblock.wrongChecksum().or(() -> superblock.wrongSize(section.size()));
    if (problem.isPresent()) {
      throw section.damaged("the superblock", OFFSET, problem.get());
    }
    return superblock;
  }

  private Optional<String> wrongChecksum() {
    if (hasChecksums() && bytes.get(0x175) != CRC32C) {
      return Optional.of("its checksums are of type " + bytes.get(0x175));
    }
    return hasChecksums() && Crc32c.of(-1, bytes, 0, CHECKSUM) != bytes.getInt(CHECKSUM)
        ? Optional.of("its checksum is wrong")
        : Optional.empty();
  }

  private Optional<String> wrongSize(long available) {
    if (u32(bytes, 0x18) > MAX_LOG_BLOCK_SIZE) {
      return Optional.of("s_log_block_size is " + u32(bytes, 0x18));
    }
    if (!isPowerOfTwo(inodeSize(), SMALLEST_INODE)) {
      return Optional.of("s_inode_size is " + inodeSize());
    }
    int smallest = is(IncompatibleFeature.BIT64) ? WIDE_DESCRIPTOR : SMALL_DESCRIPTOR;
    if (!isPowerOfTwo(descriptorSize(), smallest)) {
      return Optional.of("s_desc_size is " + descriptorSize());
    }
    if (blocksPerGroup() == 0 || inodesPerGroup() == 0 || inodesPerGroup() > 8L * blockSize()) {
      return Optional.of(
          "its groups have %d blocks, %d inodes".formatted(blocksPerGroup(), inodesPerGroup()));
    }
    return blocks() <= firstDataBlock() || blocks() > available / blockSize()
        ? Optional.of(
            "it has %s blocks of %d bytes, in %d bytes"
                .formatted(Long.toUnsignedString(blocks()), blockSize(), available))
        : Optional.empty();
  }

  private boolean isPowerOfTwo(int value, int smallest) {
    return Integer.bitCount(value) == 1 && value >= smallest && value <= blockSize();
  }

  /** In bytes: 1024 to 65536. */
  int blockSize() {
    return 1024 << u32(bytes, 0x18);
  }

  /** How many blocks there are. */
  long blocks() {
    long low = u32(bytes, 0x4);
    return is(IncompatibleFeature.BIT64) ? low | u32(bytes, 0x150) << 32 : low;
  }

  /** Where group 0 starts: 1 if blocks have 1024 bytes, 0 otherwise. */
  long firstDataBlock() {
    return u32(bytes, 0x14);
  }

  long blocksPerGroup() {
    return u32(bytes, 0x20);
  }

  /** How many inodes there are. */
  long inodes() {
    return u32(bytes, 0x0);
  }

  long inodesPerGroup() {
    return u32(bytes, 0x28);
  }

  /** In bytes: 128 to {@link #blockSize}. */
  int inodeSize() {
    return isDynamic() ? u16(bytes, 0x58) : SMALLEST_INODE;
  }

  /** Bytes of a group descriptor. */
  int descriptorSize() {
    return is(IncompatibleFeature.BIT64) ? u16(bytes, 0xfe) : SMALL_DESCRIPTOR;
  }

  /** Where the group descriptors change their place, if {@code meta_bg} is there. */
  long firstMetaGroup() {
    return u32(bytes, 0x104);
  }

  /** 0 if there is no journal in the file system. */
  long journalInode() {
    return u32(bytes, 0xe0);
  }

  // The first revision has no features.
  private boolean isDynamic() {
    return bytes.getInt(0x4c) != 0;
  }

  private int compatible() {
    return isDynamic() ? bytes.getInt(0x5c) : 0;
  }

  private int incompatible() {
    return isDynamic() ? bytes.getInt(0x60) : 0;
  }

  private int readOnlyCompatible() {
    return isDynamic() ? bytes.getInt(0x64) : 0;
  }

  boolean is(IncompatibleFeature feature) {
    return feature.isIn(incompatible());
  }

  /** Whether metadata has checksums. */
  boolean hasChecksums() {
    return (readOnlyCompatible() & METADATA_CHECKSUMS) != 0;
  }

  boolean hasJournal() {
    return (compatible() & HAS_JOURNAL) != 0;
  }

  /** Where all checksums of metadata start, but for the superblock's own. */
  int checksumSeed() {
    return is(IncompatibleFeature.CSUM_SEED) ? bytes.getInt(0x270) : Crc32c.of(-1, bytes, 0x68, 16);
  }

  /** How many groups of blocks there are. */
  long groups() {
    return (blocks() - firstDataBlock() + blocksPerGroup() - 1) / blocksPerGroup();
  }

  long firstBlockOf(long group) {
    return firstDataBlock() + group * blocksPerGroup();
  }

  /** Whether a group starts with a copy of the superblock. */
  boolean hasSuperblock(long group) {
    if ((compatible() & SPARSE_SUPER_2) != 0) {
      return group == 0 || group == u32(bytes, 0x24c) || group == u32(bytes, 0x250);
    }
    return (readOnlyCompatible() & SPARSE_SUPER) == 0
        || group <= 1
        || isPower(group, 3)
        || isPower(group, 5)
        || isPower(group, 7);
  }

  private static boolean isPower(long value, int base) {
    long power = base;
    while (power < value) {
      power *= base;
    }
    return power == value;
  }

  /** What tells the three apart for a user, and for {@code /etc/fstab}. */
  String type() {
    if (is(IncompatibleFeature.EXTENTS) || is(IncompatibleFeature.BIT64) || hasChecksums()) {
      return "ext4";
    }
    return hasJournal() ? "ext3" : "ext2";
  }

  UUID uuid() {
    ByteBuffer uuid = bytes.slice(0x68, 16); // a slice is big-endian
    return new UUID(uuid.getLong(0), uuid.getLong(8));
  }

  /** The volume's label, up to its first NUL. */
  String label() {
    String label = StandardCharsets.UTF_8.decode(bytes.slice(0x78, 16)).toString();
    int end = label.indexOf('\0');
    return end < 0 ? label : label.substring(0, end);
  }

  static int u16(ByteBuffer bytes, int offset) {
    return Short.toUnsignedInt(bytes.getShort(offset));
  }

  static long u32(ByteBuffer bytes, int offset) {
    return Integer.toUnsignedLong(bytes.getInt(offset));
  }
}
