package io.jvmm.load.disk.volume;

import io.jvmm.load.disk.block.Section;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * A GUID partition table (UEFI 2.10, 5.3), of which there are two: one behind the first block of
 * the disk, its backup at the end. Headers:
 *
 * <pre>
 *   0  "EFI PART"            12  u32 size of the header     16  u32 its CRC, with 0 here
 *  24  u64 own block         72  u64 first block of the entries
 *  80  u32 number of entries 84  u32 size of an entry       88  u32 CRC of all entries
 * </pre>
 *
 * <p>Entries: type 0, UUID 16, first block 32, last block 40. Blocks have 512 or 4096 bytes.
 */
final class Gpt {
  private static final long SIGNATURE = 0x5452_4150_2049_4645L; // "EFI PART"
  private static final int HEADER = 92;
  private static final int SMALLEST_ENTRY = 128;
  private static final int LARGEST_TABLE = 1 << 20;
  private static final int MOST_PARTITIONS = 128;
  private static final int[] BLOCK_SIZES = {512, 4096};
  private static final UUID UNUSED = new UUID(0, 0);

  private final Section disk;
  private final int blockSize;
  private final List<String> problems = new ArrayList<>();

  private Gpt(Section disk, int blockSize) {
    this.disk = disk;
    this.blockSize = blockSize;
  }

  /**
   * The partitions of a disk whose master boot record says that it has such a table.
   *
   * @param notes where it is said if the backup had to be used
   * @throws io.jvmm.vmm.error.ConfigurationException if neither of the two is whole
   */
  static List<Partition> read(Section disk, List<String> notes) {
    List<String> problems = new ArrayList<>();
    for (int blockSize : BLOCK_SIZES) {
      Gpt gpt = new Gpt(disk, blockSize);
      long last = disk.size() / blockSize - 1;
      Optional<List<Partition>> partitions = gpt.table(1).or(() -> gpt.table(last));
      if (partitions.isPresent()) {
        gpt.problems.forEach(problem -> notes.add(disk.name() + ": partition table: " + problem));
        return partitions.get();
      }
      problems.addAll(gpt.problems);
    }
    throw disk.damaged("the GUID partition table", BLOCK_SIZES[0], String.join(", ", problems));
  }

  /** The table whose header is in a block; empty, and a problem noted, if it is not whole. */
  private Optional<List<Partition>> table(long block) {
    if (block < 1 || !disk.has(block * blockSize, blockSize)) {
      return problem("the disk has no block " + block);
    }
    ByteBuffer header = disk.metadata(block * blockSize, blockSize, "a GPT header");
    int size = header.getInt(12);
    if (header.getLong(0) != SIGNATURE || size < HEADER || size > blockSize) {
      return problem("no header in block " + block);
    }
    if (header.getLong(24) != block || crc(blanked(header), size) != header.getInt(16)) {
      return problem("the header in block %d is not the one that was written".formatted(block));
    }
    return entries(header);
  }

  private static ByteBuffer blanked(ByteBuffer header) {
    return ByteBuffer.allocate(header.limit()).put(0, header, 0, header.limit()).putInt(16, 0);
  }

  private Optional<List<Partition>> entries(ByteBuffer header) {
    long count = Integer.toUnsignedLong(header.getInt(80));
    long size = Integer.toUnsignedLong(header.getInt(84));
    long first = header.getLong(72);
    boolean sensible = size >= SMALLEST_ENTRY && Long.bitCount(size) == 1 && count <= LARGEST_TABLE;
    if (!sensible
        || count * size > LARGEST_TABLE
        || first < 0
        || first > disk.size() / blockSize
        || !disk.has(first * blockSize, count * size)) {
      return problem("%d entries of %d bytes from block %d on".formatted(count, size, first));
    }
    ByteBuffer entries = readEntries(first * blockSize, (int) (count * size));
    if (crc(entries, entries.limit()) != header.getInt(88)) {
      return problem("the entries from block %d on have a wrong CRC".formatted(first));
    }
    List<Partition> partitions = new ArrayList<>();
    for (int i = 0; i < count && partitions.size() < MOST_PARTITIONS; i++) {
      partition(entries, i * (int) size, i + 1).ifPresent(partitions::add);
    }
    return Optional.of(partitions);
  }

  private ByteBuffer readEntries(long offset, int length) {
    ByteBuffer entries = ByteBuffer.allocate(length);
    while (entries.hasRemaining()) {
      int count = Math.min(entries.remaining(), Section.MAX_METADATA);
      entries.put(disk.metadata(offset + entries.position(), count, "the GPT's entries"));
    }
    return entries.flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  private Optional<Partition> partition(ByteBuffer entries, int at, int number) {
    UUID type = guid(entries, at);
    if (type.equals(UNUSED)) {
      return Optional.empty();
    }
    long first = entries.getLong(at + 32);
    long last = entries.getLong(at + 40);
    long blocks = disk.size() / blockSize;
    if (first < 1 || last < first || last >= blocks) {
      problems.add("partition %d has blocks %d to %d".formatted(number, first, last));
      return Optional.empty();
    }
    return Optional.of(
        new Partition(
            number,
            Partition.Table.GPT,
            Partition.Role.ofGuid(type.toString()),
            Optional.of(guid(entries, at + 16).toString()),
            disk.part(first * blockSize, (last - first + 1) * blockSize, ", partition " + number)));
  }

  /** A GUID, the first three fields of which are little-endian (UEFI 2.10, appendix A). */
  private static UUID guid(ByteBuffer bytes, int at) {
    long high =
        Integer.toUnsignedLong(bytes.getInt(at)) << 32
            | Short.toUnsignedLong(bytes.getShort(at + 4)) << 16
            | Short.toUnsignedLong(bytes.getShort(at + 6));
    return new UUID(high, Long.reverseBytes(bytes.getLong(at + 8)));
  }

  private static int crc(ByteBuffer bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes.slice(0, length));
    return (int) crc.getValue();
  }

  private <T> Optional<T> problem(String text) {
    problems.add(text);
    return Optional.empty();
  }
}
