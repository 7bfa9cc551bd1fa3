package io.jvmm.load.disk.ext;

import io.jvmm.load.disk.block.Crc32c;
import io.jvmm.load.disk.block.Section;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the superblock says (super.rst); its offsets are those of the table there.
 *
 * @param blockSize in bytes: 1024 to 65536
 * @param blocks how many there are
 * @param firstDataBlock where group 0 starts: 1 if blocks have 1024 bytes, 0 otherwise
 * @param blocksPerGroup at least 1
 * @param inodes how many there are
 * @param inodesPerGroup at least 1
 * @param inodeSize in bytes: 128 to {@code blockSize}
 * @param descriptorSize bytes of a group descriptor
 * @param compatible features that can be ignored
 * @param incompatible see {@link IncompatibleFeature}
 * @param readOnly features that can be ignored by those who do not write
 * @param firstMetaGroup where the descriptors change their place, if {@code meta_bg} is there
 * @param backupGroups which groups have copies of the superblock, with {@code sparse_super2}
 * @param journalInode 0 if there is no journal in the file system
 * @param checksumSeed where all checksums of metadata start, but for the superblock's own
 */
record Superblock(
    int blockSize,
    long blocks,
    long firstDataBlock,
    long blocksPerGroup,
    long inodes,
    long inodesPerGroup,
    int inodeSize,
    int descriptorSize,
    int compatible,
    int incompatible,
    int readOnly,
    long firstMetaGroup,
    List<Long> backupGroups,
    long journalInode,
    UUID uuid,
    String label,
    int checksumSeed) {
  static final int OFFSET = 1024;
  static final int SIZE = 1024;

  private static final int MAGIC = 0xef53;
  private static final int MAX_LOG_BLOCK_SIZE = 6;
  private static final int SMALLEST_INODE = 128;
  private static final int SMALL_DESCRIPTOR = 32;
  private static final int SPARSE_SUPER = 0x1;
  private static final int SPARSE_SUPER_2 = 0x200;
  private static final int METADATA_CHECKSUMS = 0x400;
  private static final int HAS_JOURNAL = 0x4;
  private static final int CHECKSUM = 0x3fc;
  private static final int CRC32C = 1;

  /** Whether a file system of this kind is in {@code section}. */
  static boolean isIn(Section section) {
    return section.has(OFFSET, SIZE)
        && u16(section.metadata(OFFSET, SIZE, "the superblock"), 0x38) == MAGIC;
  }

  /** Reads what {@link #isIn} has found. */
  static Superblock parse(ByteBuffer bytes, Section section) {
    Superblock superblock = parse(bytes);
    IncompatibleFeature.unsupported(superblock.incompatible)
        .ifPresent(
            name -> {
              throw section.unsupported("its file system has " + name + ", which is not supported");
            });
    superblock
        .problem(bytes, section)
        .ifPresent(
            problem -> {
              throw section.damaged("the superblock", OFFSET, problem);
            });
    return superblock;
  }

  private static Superblock parse(ByteBuffer bytes) {
    boolean dynamic = bytes.getInt(0x4c) != 0;
    int incompatible = dynamic ? bytes.getInt(0x60) : 0;
    boolean wide = IncompatibleFeature.BIT64.isIn(incompatible);
    UUID uuid = uuid(bytes, 0x68);
    return new Superblock(
        1024 << Math.clamp(u32(bytes, 0x18), 0, MAX_LOG_BLOCK_SIZE + 1),
        u32(bytes, 0x4) | (wide ? u32(bytes, 0x150) << 32 : 0),
        u32(bytes, 0x14),
        u32(bytes, 0x20),
        u32(bytes, 0x0),
        u32(bytes, 0x28),
        dynamic ? u16(bytes, 0x58) : SMALLEST_INODE,
        wide ? u16(bytes, 0xfe) : SMALL_DESCRIPTOR,
        dynamic ? bytes.getInt(0x5c) : 0,
        incompatible,
        dynamic ? bytes.getInt(0x64) : 0,
        u32(bytes, 0x104),
        List.of(u32(bytes, 0x24c), u32(bytes, 0x250)),
        u32(bytes, 0xe0),
        uuid,
        string(bytes, 0x78, 16),
        IncompatibleFeature.CSUM_SEED.isIn(incompatible)
            ? bytes.getInt(0x270)
            : Crc32c.of(-1, bytes, 0x68, 16));
  }

  private Optional<String> problem(ByteBuffer bytes, Section section) {
    if (hasChecksums() && bytes.get(0x175) != CRC32C) {
      return Optional.of("its checksums are of type " + bytes.get(0x175));
    }
    if (hasChecksums() && Crc32c.of(-1, bytes, 0, CHECKSUM) != bytes.getInt(CHECKSUM)) {
      return Optional.of("its checksum is wrong");
    }
    if (u32(bytes, 0x18) > MAX_LOG_BLOCK_SIZE) {
      return Optional.of("s_log_block_size is " + u32(bytes, 0x18));
    }
    if (!isPowerOfTwo(inodeSize) || inodeSize < SMALLEST_INODE || inodeSize > blockSize) {
      return Optional.of("s_inode_size is " + inodeSize);
    }
    if (!isPowerOfTwo(descriptorSize)
        || descriptorSize < SMALL_DESCRIPTOR * (is(IncompatibleFeature.BIT64) ? 2 : 1)
        || descriptorSize > blockSize) {
      return Optional.of("s_desc_size is " + descriptorSize);
    }
    if (blocksPerGroup == 0 || inodesPerGroup == 0 || inodesPerGroup > 8L * blockSize) {
      return Optional.of(
          "its groups have %d blocks, %d inodes".formatted(blocksPerGroup, inodesPerGroup));
    }
    if (blocks <= firstDataBlock || blocks > section.size() / blockSize) {
      return Optional.of(
          "it has %s blocks of %d bytes, in %d bytes"
              .formatted(Long.toUnsignedString(blocks), blockSize, section.size()));
    }
    return Optional.empty();
  }

  private static boolean isPowerOfTwo(int value) {
    return Integer.bitCount(value) == 1;
  }

  boolean is(IncompatibleFeature feature) {
    return feature.isIn(incompatible);
  }

  /** Whether metadata has checksums. */
  boolean hasChecksums() {
    return (readOnly & METADATA_CHECKSUMS) != 0;
  }

  boolean hasJournal() {
    return (compatible & HAS_JOURNAL) != 0;
  }

  /** How many groups of blocks there are. */
  long groups() {
    return (blocks - firstDataBlock + blocksPerGroup - 1) / blocksPerGroup;
  }

  long firstBlockOf(long group) {
    return firstDataBlock + group * blocksPerGroup;
  }

  /** Whether a group starts with a copy of the superblock. */
  boolean hasSuperblock(long group) {
    if ((compatible & SPARSE_SUPER_2) != 0) {
      return group == 0 || backupGroups.contains(group);
    }
    return (readOnly & SPARSE_SUPER) == 0
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

  static UUID uuid(ByteBuffer bytes, int offset) {
    ByteBuffer ordered = bytes.slice(offset, 16); // a slice is big-endian
    return new UUID(ordered.getLong(0), ordered.getLong(8));
  }

  private static String string(ByteBuffer bytes, int offset, int length) {
    int end = 0;
    while (end < length && bytes.get(offset + end) != 0) {
      end++;
    }
    return StandardCharsets.UTF_8.decode(bytes.slice(offset, end)).toString();
  }

  static int u16(ByteBuffer bytes, int offset) {
    return Short.toUnsignedInt(bytes.getShort(offset));
  }

  static long u32(ByteBuffer bytes, int offset) {
    return Integer.toUnsignedLong(bytes.getInt(offset));
  }
}
