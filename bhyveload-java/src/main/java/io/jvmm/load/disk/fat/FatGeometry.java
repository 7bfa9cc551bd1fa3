package io.jvmm.load.disk.fat;

import io.jvmm.load.disk.block.Section;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Where everything is, by the BIOS parameter block (Microsoft, FAT: General Overview of On-Disk
 * Format, version 1.03, "Boot Sector and BPB"):
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
 *
 * <p>Offsets are bytes from the start of the file system.
 *
 * @param width bits in an entry of the FAT: 12, 16 or 32
 * @param clusterSize in bytes
 * @param fat where the first FAT is
 * @param root where the root directory is, if it has a place of its own: not with FAT32
 * @param rootSize how many bytes that place has
 * @param rootCluster where the root directory starts with FAT32
 * @param data where cluster 2 is
 * @param lastCluster the highest number that a cluster has
 * @param volumeId the serial number
 * @param label as it is in the boot sector
 */
record FatGeometry(
    int width,
    int clusterSize,
    long fat,
    long root,
    int rootSize,
    long rootCluster,
    long data,
    long lastCluster,
    int volumeId,
    String label) {
  static final int FIRST_CLUSTER = 2;

  private static final int BOOT_SECTOR = 512;
  private static final int MOST_FAT12_CLUSTERS = 4084;
  private static final int MOST_FAT16_CLUSTERS = 65_524;
  private static final int DIRECTORY_ENTRY = 32;

  /** The geometry of what is in {@code section}, if that starts as a FAT file system does. */
  static Optional<FatGeometry> of(Section section) {
    if (!section.has(0, BOOT_SECTOR)) {
      return Optional.empty();
    }
    ByteBuffer boot = section.metadata(0, BOOT_SECTOR, "the boot sector");
    return looksLikeFat(boot) ? parse(boot, section.size()) : Optional.empty();
  }

  private static boolean looksLikeFat(ByteBuffer boot) {
    int jump = boot.get(0) & 0xff;
    int sector = u16(boot, 11);
    return (jump == 0xeb || jump == 0xe9)
        && u16(boot, 510) == 0xaa55
        && (sector == 512 || sector == 1024 || sector == 2048 || sector == 4096)
        && Integer.bitCount(boot.get(13) & 0xff) == 1
        && u16(boot, 14) != 0
        && boot.get(16) >= 1;
  }

  // What claims more than there is, is some other boot sector.
  private static Optional<FatGeometry> parse(ByteBuffer boot, long size) {
    int sector = u16(boot, 11);
    int cluster = sector * (boot.get(13) & 0xff);
    long all = u16(boot, 19) != 0 ? u16(boot, 19) : u32(boot, 32);
    long fatSectors = u16(boot, 22) != 0 ? u16(boot, 22) : u32(boot, 36);
    long fat = (long) u16(boot, 14) * sector;
    long root = fat + boot.get(16) * fatSectors * sector;
    int rootSize = (u16(boot, 17) * DIRECTORY_ENTRY + sector - 1) / sector * sector;
    long data = root + rootSize;
    long clusters = (all * sector - data) / cluster;
    if (fatSectors == 0 || clusters < 1 || all * sector > size) {
      return Optional.empty();
    }
    boolean fat32 = u16(boot, 22) == 0;
    int width = fat32 ? 32 : clusters <= MOST_FAT12_CLUSTERS ? 12 : 16;
    long described = fatSectors * sector * 8 / width - 1; // the highest number that the FAT has
    long last = Math.min(clusters + FIRST_CLUSTER - 1, described);
    if (width == 16 && clusters > MOST_FAT16_CLUSTERS) {
      return Optional.empty();
    }
    return Optional.of(
        new FatGeometry(
            width,
            cluster,
            fat,
            root,
            rootSize,
            fat32 ? u32(boot, 44) : 0,
            data,
            last,
            boot.getInt(fat32 ? 67 : 39),
            label(boot, fat32 ? 71 : 43)));
  }

  private static String label(ByteBuffer boot, int offset) {
    StringBuilder label = new StringBuilder();
    for (int i = 0; i < 11; i++) {
      label.append((char) (boot.get(offset + i) & 0xff));
    }
    return label.toString().strip();
  }

  /** Where a cluster is. */
  long offset(long cluster) {
    return data + (cluster - FIRST_CLUSTER) * clusterSize;
  }

  /** Whether there is a cluster with this number. */
  boolean hasCluster(long cluster) {
    return cluster >= FIRST_CLUSTER && cluster <= lastCluster;
  }

  private static int u16(ByteBuffer bytes, int offset) {
    return Short.toUnsignedInt(bytes.getShort(offset));
  }

  private static long u32(ByteBuffer bytes, int offset) {
    return Integer.toUnsignedLong(bytes.getInt(offset));
  }
}
