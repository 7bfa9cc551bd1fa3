package io.jvmm.load.disk.fat;

import io.jvmm.load.disk.block.Section;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The start of a FAT file system (Microsoft, FAT: General Overview of On-Disk Format, version 1.03,
 * "Boot Sector and BPB"):
 *
 * <pre>
 *   0  u8[3] jump       0xeb or 0xe9 first
 *  11  u16   bytes in a sector    13  u8  sectors in a cluster
 *  14  u16   reserved sectors     16  u8  number of FATs
 *  17  u16   root entries         19  u16 all sectors, if fewer than 65536
 *  22  u16   sectors of a FAT     32  u32 all sectors, otherwise
 *  36  u32   sectors of a FAT     44  u32 the root's first cluster      (FAT32)
 *  39, 67    volume id, u32       43, 71  label, 11 characters          (others, FAT32)
 * 510  u16   0xaa55
 * </pre>
 */
record BiosParameterBlock(ByteBuffer bytes) {
  private static final int SIZE = 512;
  private static final int SIGNATURE = 0xaa55;
  private static final int LABEL_LENGTH = 11;
  private static final int MOST_FAT12_CLUSTERS = 4084;
  private static final int MOST_FAT16_CLUSTERS = 65_524;

  /** That of what is in {@code section}, if it starts as a FAT file system does. */
  static Optional<BiosParameterBlock> of(Section section) {
    if (!section.has(0, SIZE)) {
      return Optional.empty();
    }
    BiosParameterBlock block = new BiosParameterBlock(section.metadata(0, SIZE, "the boot sector"));
    return Optional.of(block).filter(it -> it.startsAsFat() && it.fits(section.size()));
  }

  private boolean startsAsFat() {
    int jump = u8(0);
    return (jump == 0xeb || jump == 0xe9)
        && u16(510) == SIGNATURE
        && Integer.bitCount(sectorSize()) == 1
        && sectorSize() >= 512
        && sectorSize() <= 4096
        && Integer.bitCount(u8(13)) == 1
        && reservedSectors() > 0
        && fats() > 0;
  }

  // What claims more than there is, is some other boot sector.
  private boolean fits(long size) {
    return fatSectors() > 0
        && sectors() * sectorSize() <= size
        && clusters() > 0
        && (isFat32() || clusters() <= MOST_FAT16_CLUSTERS);
  }

  int sectorSize() {
    return u16(11);
  }

  int clusterSize() {
    return u8(13) * sectorSize();
  }

  int reservedSectors() {
    return u16(14);
  }

  int fats() {
    return u8(16);
  }

  int rootEntries() {
    return u16(17);
  }

  long sectors() {
    return u16(19) != 0 ? u16(19) : u32(32);
  }

  long fatSectors() {
    return u16(22) != 0 ? u16(22) : u32(36);
  }

  long rootCluster() {
    return isFat32() ? u32(44) : 0;
  }

  /** Where the root directory is, or would be if it had a place of its own. */
  long root() {
    return (reservedSectors() + fats() * fatSectors()) * sectorSize();
  }

  /** How many bytes the root directory has, in whole sectors. */
  int rootSize() {
    int bytes = rootEntries() * FatEntry.SIZE;
    return (bytes + sectorSize() - 1) / sectorSize() * sectorSize();
  }

  /** How many clusters there is room for. */
  long clusters() {
    return (sectors() * sectorSize() - root() - rootSize()) / clusterSize();
  }

  private boolean isFat32() {
    return u16(22) == 0;
  }

  /** Bits in an entry of the FAT. */
  int width() {
    if (isFat32()) {
      return 32;
    }
    return clusters() <= MOST_FAT12_CLUSTERS ? 12 : 16;
  }

  int volumeId() {
    return bytes.getInt(isFat32() ? 67 : 39);
  }

  String label() {
    ByteBuffer label = bytes.slice(isFat32() ? 71 : 43, LABEL_LENGTH);
    return StandardCharsets.ISO_8859_1.decode(label).toString().strip();
  }

  private int u8(int offset) {
    return Byte.toUnsignedInt(bytes.get(offset));
  }

  private int u16(int offset) {
    return Short.toUnsignedInt(bytes.getShort(offset));
  }

  private long u32(int offset) {
    return Integer.toUnsignedLong(bytes.getInt(offset));
  }
}
