package io.jvmm.load.disk.ext;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The journal of a file system that was not unmounted: what a kernel would write back when it
 * mounts it (journal.rst; the rules for what counts as the end of the log, and what as damage, are
 * those of Linux, fs/jbd2/recovery.c). A transaction counts once its commit block is there; a
 * revocation takes back what that transaction and earlier ones logged for a block.
 */
final class Journal {
  /** What each of the journal's own blocks starts with. */
  static final int MAGIC = 0xc03b_3998;

  private static final int DESCRIPTOR = 1;
  private static final int COMMIT = 2;
  private static final int REVOCATION = 5;
  private static final int REVOCATIONS = 16; // where they start
  private static final int REVOCATIONS_LENGTH = 12;
  private static final int TAIL = 4;
  private static final int COMMIT_SECONDS = 48;

  /** What the largest journal that mke2fs makes has, with blocks of 4 KiB. */
  private static final int MOST_BLOCKS = 1 << 18;

  private final JournalBlocks blocks;
  private final JournalSuperblock superblock;
  private final NavigableMap<Long, LoggedBlock> logged = new TreeMap<>();
  private final Map<Long, Integer> revoked = new HashMap<>();
  private final List<String> notes = new ArrayList<>();

  // The transaction that is being read.
  private int sequence;
  private long at;
  private long visited;
  private boolean suspicious;
  private long lastCommit;
  private final Map<Long, LoggedBlock> pending = new HashMap<>();
  private final List<Long> pendingRevocations = new ArrayList<>();

  private Journal(JournalBlocks blocks) {
    this.blocks = blocks;
    this.superblock = blocks.superblock();
    this.sequence = superblock.sequence();
    this.at = superblock.start();
  }

  /**
   * The journal of a file system that says that it has to be replayed.
   *
   * @throws io.jvmm.vmm.error.ConfigurationException if it has none of its own, or a damaged one
   */
  static Journal of(Superblock fileSystem, Blocks stale) {
    if (!fileSystem.hasJournal() || fileSystem.journalInode() == 0) {
      throw stale
          .section()
          .unsupported("it was not unmounted, and its journal is not in it: start it once");
    }
    Inode inode = new InodeTable(fileSystem, stale).get(fileSystem.journalInode());
    return new Journal(new JournalBlocks(stale, inode, fileSystem));
  }

  /** What the user should know of the replay. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /**
   * Reads the log.
   *
   * @throws io.jvmm.vmm.error.ConfigurationException if it is damaged
   */
  Replay replay() {
    if (superblock.start() != 0) {
      while (visited < superblock.end() - superblock.first() && readBlock()) {
        // the next one
      }
    }
    logged.entrySet().removeIf(entry -> isRevoked(entry.getKey(), entry.getValue().sequence()));
    notes.add("it was not unmounted: %d blocks are read from its journal".formatted(logged.size()));
    if (superblock.is(JournalFeature.FAST_COMMIT)) {
      notes.add("it has fast commits, which are not read: its newest changes may be missing");
    }
    return new Replay(logged, blocks::contents);
  }

  private boolean isRevoked(long block, int transaction) {
    Integer revocation = revoked.get(block);
    return revocation != null && revocation - transaction >= 0; // numbers wrap around
  }

  /** Reads a block of the journal's own; says whether the log goes on. */
  private boolean readBlock() {
    ByteBuffer block = blocks.read(at);
    if (block.getInt(0) != MAGIC || block.getInt(8) != sequence) {
      return false;
    }
    long place = at;
    advance(1);
    return switch (block.getInt(4)) {
      case DESCRIPTOR -> readDescriptor(block);
      case REVOCATION -> readRevocations(block, place);
      case COMMIT -> readCommit(block, place);
      default -> false;
    };
  }

  private void advance(long count) {
    at = superblock.after(at, count);
    visited += count;
  }

  private boolean readDescriptor(ByteBuffer block) {
    suspicious |= !blocks.hasItsChecksum(block);
    for (JournalTag tag : JournalTag.of(block, superblock)) {
      if (!suspicious) {
        pending.put(
            tag.block(),
            new LoggedBlock(blocks.place(at), sequence, tag.escaped(), tag.checksum()));
      }
      advance(1);
    }
    return hasRoom();
  }

  private boolean readRevocations(ByteBuffer block, long place) {
    suspicious |= !blocks.hasItsChecksum(block);
    long end = Superblock.u32(block, REVOCATIONS_LENGTH);
    if (!suspicious && end > block.limit() - (superblock.hasChecksums() ? TAIL : 0)) {
      throw damaged(place, "it has %d bytes of revocations".formatted(end));
    }
    boolean wide = superblock.is(JournalFeature.BIT64);
    int size = wide ? Long.BYTES : Integer.BYTES;
    for (int i = REVOCATIONS; !suspicious && i + size <= end; i += size) {
      pendingRevocations.add(wide ? block.getLong(i) : Superblock.u32(block, i));
    }
    return hasRoom();
  }

  private boolean hasRoom() {
    if (logged.size() + pending.size() > MOST_BLOCKS
        || revoked.size() + pendingRevocations.size() > MOST_BLOCKS) {
      throw damaged(at, "it has more than %d blocks in it".formatted(MOST_BLOCKS));
    }
    return true;
  }

  /**
   * A commit after blocks with wrong checksums is what an earlier round of the log has left, if it
   * is older than the last one, and damage otherwise.
   */
  private boolean readCommit(ByteBuffer block, long place) {
    long seconds = block.getLong(COMMIT_SECONDS);
    if (suspicious || !blocks.commitHasItsChecksum(block)) {
      if (seconds >= lastCommit && !superblock.is(JournalFeature.ASYNC_COMMIT)) {
        throw damaged(place, "transaction %d has a wrong checksum".formatted(sequence));
      }
      return false;
    }
    lastCommit = seconds;
    logged.putAll(pending);
    pendingRevocations.forEach(revocation -> revoked.put(revocation, sequence));
    pending.clear();
    pendingRevocations.clear();
    sequence++;
    return true;
  }

  private RuntimeException damaged(long index, String why) {
    return blocks.damaged(blocks.place(index), why);
  }
}
