package io.jvmm.load.disk.ext;

import io.jvmm.load.disk.block.Crc32c;
import io.jvmm.load.disk.block.Section;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The first block of a journal (journal.rst, "Super Block"); the journal is big-endian.
 *
 * @param first the block of the journal in which the log may start
 * @param end the block after the last that the log uses: it goes on with {@code first}
 * @param start where the log starts now; 0 if there is nothing in it
 * @param sequence the number of its first transaction
 * @param incompatible see {@link JournalFeature}
 * @param checksumSeed where checksums start
 */
record JournalSuperblock(
    long first, long end, long start, int sequence, int incompatible, int checksumSeed) {
  private static final int VERSION_1 = 3;
  private static final int VERSION_2 = 4;
  private static final int SIZE = 1024;
  private static final int CHECKSUM = 0xfc;
  private static final int COMPAT_CHECKSUM = 1;
  private static final int DEFAULT_FAST_COMMIT_BLOCKS = 256;

  /**
   * Reads it.
   *
   * @param block the journal's first block
   * @param available how many blocks the journal's file has
   * @param offset where it is, for errors
   */
  static JournalSuperblock parse(ByteBuffer block, long available, Section section, long offset) {
    ByteBuffer bytes = block.slice(0, SIZE).order(ByteOrder.BIG_ENDIAN);
    boolean hasFeatures = bytes.getInt(4) == VERSION_2;
    int incompatible = hasFeatures ? bytes.getInt(0x28) : 0;
    problem(bytes, block.limit(), available)
        .ifPresent(
            problem -> {
              throw section.damaged("the journal's superblock", offset, problem);
            });
    unsupported(hasFeatures ? bytes.getInt(0x24) : 0, incompatible)
        .ifPresent(
            name -> {
              throw section.unsupported(
                  "it was not unmounted, and its journal has %s: start it once with a kernel"
                      .formatted(name));
            });
    return new JournalSuperblock(
        Superblock.u32(bytes, 0x14),
        end(bytes, incompatible),
        Superblock.u32(bytes, 0x1c),
        bytes.getInt(0x18),
        incompatible,
        Crc32c.of(-1, bytes, 0x30, 16));
  }

  private static Optional<String> problem(ByteBuffer bytes, int blockSize, long available) {
    int type = bytes.getInt(4);
    if (bytes.getInt(0) != Journal.MAGIC || (type != VERSION_1 && type != VERSION_2)) {
      return Optional.of("it does not start as one");
    }
    int incompatible = type == VERSION_2 ? bytes.getInt(0x28) : 0;
    if (hasChecksums(incompatible) && checksum(bytes) != bytes.getInt(CHECKSUM)) {
      return Optional.of("its checksum is wrong");
    }
    long length = Superblock.u32(bytes, 0x10);
    long first = Superblock.u32(bytes, 0x14);
    long start = Superblock.u32(bytes, 0x1c);
    long end = end(bytes, incompatible);
    boolean fits = length <= available && first >= 1 && first < end && end <= length;
    if (bytes.getInt(0xc) != blockSize || !fits || start >= end || (start > 0 && start < first)) {
      return Optional.of(
          "it has blocks of %d bytes, a log from %d to %d of %d that starts at %d"
              .formatted(bytes.getInt(0xc), first, end, length, start));
    }
    return Optional.empty();
  }

  private static Optional<String> unsupported(int compatible, int incompatible) {
    int unknown = JournalFeature.unknown(incompatible);
    if (unknown != 0) {
      return Optional.of("unknown feature 0x" + Integer.toHexString(unknown));
    }
    boolean mayBeTorn =
        JournalFeature.ASYNC_COMMIT.isIn(incompatible) && !hasChecksums(incompatible);
    return mayBeTorn && (compatible & COMPAT_CHECKSUM) != 0
        ? Optional.of("asynchronous commits with the first kind of checksums")
        : Optional.empty();
  }

  // Behind the log is the place for fast commits, if they are in use.
  private static long end(ByteBuffer bytes, int incompatible) {
    long length = Superblock.u32(bytes, 0x10);
    if (!JournalFeature.FAST_COMMIT.isIn(incompatible)) {
      return length;
    }
    long fast = Superblock.u32(bytes, 0x54);
    return length - (fast == 0 ? DEFAULT_FAST_COMMIT_BLOCKS : fast);
  }

  private static int checksum(ByteBuffer bytes) {
    ByteBuffer copy = ByteBuffer.allocate(SIZE).put(0, bytes, 0, SIZE).putInt(CHECKSUM, 0);
    return Crc32c.of(-1, copy, 0, SIZE);
  }

  private static boolean hasChecksums(int incompatible) {
    return JournalFeature.CSUM_V2.isIn(incompatible) || JournalFeature.CSUM_V3.isIn(incompatible);
  }

  /** Whether its blocks have checksums of version 2 or 3. */
  boolean hasChecksums() {
    return hasChecksums(incompatible);
  }

  boolean is(JournalFeature feature) {
    return feature.isIn(incompatible);
  }

  /** The block of the log that is {@code count} after another. */
  long after(long block, long count) {
    return first + (block - first + count) % (end - first);
  }
}
