package io.jvmm.load.disk.ext;

import io.jvmm.load.disk.block.Crc32c;
import io.jvmm.vmm.error.ConfigurationException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The blocks of a journal, and their checksums. */
final class JournalBlocks {
  private static final String JOURNAL = "the journal";
  private static final int TAIL = 4;
  private static final int COMMIT_CHECKSUM = 16;

  private final Blocks blocks;
  private final BlockMap map;
  private final JournalSuperblock superblock;

  /**
   * Opens the journal that is in an inode's file.
   *
   * @throws ConfigurationException if it is damaged
   */
  JournalBlocks(Blocks blocks, Inode inode, Superblock fileSystem) {
    this.blocks = blocks;
    this.map = inode.map(fileSystem);
    this.superblock =
        JournalSuperblock.parse(
            read(0), inode.size() / blocks.size(), blocks.section(), blocks.offset(place(0)));
  }

  JournalSuperblock superblock() {
    return superblock;
  }

  /** A block of the journal, big-endian. */
  ByteBuffer read(long index) {
    return readPlace(place(index));
  }

  /** The block of the file system that a block of the journal is in. */
  long place(long index) {
    BlockMap.Run run = map.from(index);
    if (run.isHole()) {
      throw damaged(0, "its file has no block " + index);
    }
    return run.first();
  }

  private ByteBuffer readPlace(long place) {
    return blocks.metadata(place, JOURNAL).order(ByteOrder.BIG_ENDIAN);
  }

  /** What was logged for a block, as it is to be in its place: little-endian. */
  ByteBuffer contents(LoggedBlock logged) {
    ByteBuffer block = readPlace(logged.place());
    if (superblock.hasChecksums() && !isWhole(block, logged)) {
      throw damaged(logged.place(), "a block's checksum is wrong");
    }
    if (logged.escaped()) {
      block.putInt(0, Journal.MAGIC);
    }
    return block.order(ByteOrder.LITTLE_ENDIAN);
  }

  private boolean isWhole(ByteBuffer block, LoggedBlock logged) {
    int sum = Crc32c.ofInt(superblock.checksumSeed(), Integer.reverseBytes(logged.sequence()));
    sum = Crc32c.of(sum, block, 0, block.limit());
    return (superblock.is(JournalFeature.CSUM_V3) ? sum : sum & 0xffff) == logged.checksum();
  }

  /** Whether a block with tags, or with revocations, is as it was written. */
  boolean hasItsChecksum(ByteBuffer block) {
    return hasChecksumAt(block, block.limit() - TAIL);
  }

  /** Whether a commit block is as it was written. */
  boolean commitHasItsChecksum(ByteBuffer block) {
    return hasChecksumAt(block, COMMIT_CHECKSUM);
  }

  private boolean hasChecksumAt(ByteBuffer block, int at) {
    if (!superblock.hasChecksums()) {
      return true;
    }
    ByteBuffer copy = ByteBuffer.allocate(block.limit()).put(0, block, 0, block.limit());
    copy.putInt(at, 0);
    return Crc32c.of(superblock.checksumSeed(), copy, 0, copy.limit()) == block.getInt(at);
  }

  /** That something in a block of the journal is wrong. */
  ConfigurationException damaged(long place, String why) {
    return blocks.section().damaged(JOURNAL, blocks.offset(place), why);
  }
}
