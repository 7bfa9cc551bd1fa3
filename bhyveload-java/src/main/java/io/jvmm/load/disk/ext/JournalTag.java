package io.jvmm.load.disk.ext;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a descriptor block says of one of the blocks that follow it (journal.rst, "Descriptor
 * Block"):
 *
 * <pre>
 * version 3:  0  u32 block, low  4  u32 flags     8  u32 block, high  12  u32 checksum
 * others:     0  u32 block, low  4  u16 checksum  6  u16 flags         8  u32 block, high (64 bits)
 * </pre>
 *
 * <p>Behind it is the journal's UUID, unless a flag says that it is the same as before.
 *
 * @param block the block of the file system that it belongs to
 * @param escaped see {@link LoggedBlock}
 * @param checksum of the transaction's number and the block
 */
record JournalTag(long block, boolean escaped, int checksum) {
  private static final int HEADER = 12;
  private static final int TAIL = 4;
  private static final int UUID = 16;
  private static final int ESCAPED = 1;
  private static final int SAME_UUID = 2;
  private static final int LAST = 8;
  private static final int FLAGS = 6;

  /** The tags of a big-endian descriptor block. */
  static List<JournalTag> of(ByteBuffer descriptor, JournalSuperblock journal) {
    List<JournalTag> tags = new ArrayList<>();
    int size = size(journal);
    int end = descriptor.limit() - (journal.hasChecksums() ? TAIL : 0);
    int flags = 0;
    for (int at = HEADER; at + size <= end && (flags & LAST) == 0; at += size) {
      flags = Superblock.u16(descriptor, at + FLAGS);
      tags.add(tag(descriptor, at, flags, journal));
      at += (flags & SAME_UUID) == 0 ? UUID : 0;
    }
    return tags;
  }

  private static int size(JournalSuperblock journal) {
    if (journal.is(JournalFeature.CSUM_V3)) {
      return 16;
    }
    int small = journal.is(JournalFeature.CSUM_V2) ? 10 : 8;
    return journal.is(JournalFeature.BIT64) ? small + Integer.BYTES : small;
  }

  private static JournalTag tag(
      ByteBuffer descriptor, int at, int flags, JournalSuperblock journal) {
    long high = journal.is(JournalFeature.BIT64) ? Superblock.u32(descriptor, at + 8) : 0;
    int checksum =
        journal.is(JournalFeature.CSUM_V3)
            ? descriptor.getInt(at + 12)
            : Superblock.u16(descriptor, at + 4);
    return new JournalTag(
        high << 32 | Superblock.u32(descriptor, at), (flags & ESCAPED) != 0, checksum);
  }
}
