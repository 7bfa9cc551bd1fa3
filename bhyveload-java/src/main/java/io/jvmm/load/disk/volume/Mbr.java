package io.jvmm.load.disk.volume;

import io.jvmm.load.disk.block.Section;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A master boot record (UEFI 2.10, 5.2) and, as DOS and Linux have them, the chain of records in an
 * extended partition, each with one logical partition and a link to the next:
 *
 * <pre>
 * 440  u32 disk signature   446  four entries of 16 bytes   510  u16 0xaa55
 *   0  u8 0x80 if active      4  u8 type    8  u32 first sector   12  u32 number of sectors
 * </pre>
 */
final class Mbr {
  /** A type that only protects a GUID partition table. */
  private static final int PROTECTIVE = 0xee;

  private static final int ENTRIES = 446;
  private static final int ENTRY = 16;
  private static final int PRIMARY = 4;
  private static final int SIGNATURE = 0xaa55;
  private static final int SECTOR = 512;
  private static final int FIRST_LOGICAL = 5;
  private static final int MOST_LOGICAL = 128;

  private final Section disk;
  private final ByteBuffer record;

  private Mbr(Section disk, ByteBuffer record) {
    this.disk = disk;
    this.record = record;
  }

  /** The record of a disk that has one; other boot sectors have bytes without sense there. */
  static Optional<Mbr> of(Section disk) {
    if (!disk.has(0, SECTOR)) {
      return Optional.empty();
    }
    Mbr mbr = new Mbr(disk, disk.metadata(0, SECTOR, "the master boot record"));
    return Optional.of(mbr).filter(Mbr::isSensible);
  }

  private boolean isSensible() {
    boolean any = false;
    for (int i = 0; i < PRIMARY; i++) {
      Entry entry = entry(record, i);
      boolean inside = entry.first() > 0 && entry.first() < disk.size() / SECTOR;
      if ((entry.status() & 0x7f) != 0 || (entry.isUsed() && !inside)) {
        return false;
      }
      any |= entry.isUsed();
    }
    return any && Short.toUnsignedInt(record.getShort(510)) == SIGNATURE;
  }

  /** Whether the disk has a GUID partition table. */
  boolean isProtective() {
    for (int i = 0; i < PRIMARY; i++) {
      if (entry(record, i).type() == PROTECTIVE) {
        return true;
      }
    }
    return false;
  }

  /**
   * The partitions; those that go beyond the end of the disk are cut off there.
   *
   * @throws io.jvmm.vmm.error.ConfigurationException if the chain of logical ones is damaged
   */
  List<Partition> partitions() {
    List<Partition> partitions = new ArrayList<>();
    List<Partition> logical = new ArrayList<>();
    for (int i = 0; i < PRIMARY; i++) {
      Entry entry = entry(record, i);
      if (entry.isExtended()) {
        addLogical(entry.first(), logical);
      } else if (entry.isUsed()) {
        partitions.add(partition(i + 1, entry.type(), entry.first(), entry.count()));
      }
    }
    partitions.addAll(logical);
    return partitions;
  }

  /** Follows the chain: links count from the extended partition, logical ones from their record. */
  private void addLogical(long extended, List<Partition> partitions) {
    Set<Long> seen = new HashSet<>();
    long at = extended;
    while (seen.size() < MOST_LOGICAL) {
      if (!seen.add(at) || !disk.has(at * SECTOR, SECTOR)) {
        throw disk.damaged("the extended partition", extended * SECTOR, "a link to sector " + at);
      }
      ByteBuffer link = disk.metadata(at * SECTOR, SECTOR, "an extended boot record");
      Entry here = entry(link, 0);
      if (Short.toUnsignedInt(link.getShort(510)) != SIGNATURE) {
        return;
      }
      if (here.isUsed() && disk.has((at + here.first()) * SECTOR, SECTOR)) {
        int number = FIRST_LOGICAL + partitions.size();
        partitions.add(partition(number, here.type(), at + here.first(), here.count()));
      }
      Entry next = entry(link, 1);
      if (!next.isUsed()) {
        return;
      }
      at = extended + next.first();
    }
  }

  private Partition partition(int number, int type, long first, long count) {
    long length = Math.min(count * SECTOR, disk.size() - first * SECTOR);
    int signature = record.getInt(440);
    return new Partition(
        number,
        Partition.Table.MSDOS,
        Partition.Role.ofCode(type),
        signature == 0 ? Optional.empty() : Optional.of("%08x-%02x".formatted(signature, number)),
        disk.part(first * SECTOR, length, ", partition " + number));
  }

  /** A row of the table, in sectors. */
  private record Entry(int status, int type, long first, long count) {
    boolean isUsed() {
      return type != 0 && count != 0;
    }

    boolean isExtended() {
      return isUsed() && (type == 0x05 || type == 0x0f || type == 0x85);
    }
  }

  private static Entry entry(ByteBuffer record, int index) {
    int at = ENTRIES + index * ENTRY;
    return new Entry(
        record.get(at) & 0xff,
        record.get(at + 4) & 0xff,
        Integer.toUnsignedLong(record.getInt(at + 8)),
        Integer.toUnsignedLong(record.getInt(at + 12)));
  }
}
