package io.jvmm.stage2;

import io.jvmm.stage2.Descriptor.Kind;
import io.jvmm.vmm.memory.AddressRange;
import java.util.Optional;

/**
 * Applies one change to one range. A block that the range cuts is split; on the way back up, a
 * table that has become empty goes, and one that says no more than a block could becomes that
 * block. So the tables for a given content are always the same, and the smallest there are.
 */
record TableEditor(Stage2Config config, TablePool pool, AddressRange range, TableChange change) {
  /** Edits every table that the range touches. */
  void run() {
    editTable(TablePool.ROOT, config.startLevel(), 0);
  }

  /**
   * Edits the table of {@code level} at {@code table}, whose first entry describes {@code base}.
   */
  private void editTable(long table, int level, long base) {
    long size = Granule.entrySize(level);
    long first = Math.max(range.start().value(), base) & -size;
    long end = Math.min(range.endExclusive(), base + config.entries(level) * size);
    for (long ipa = first; ipa < end; ipa += size) {
      editEntry(table + (ipa - base) / size * Long.BYTES, level, ipa);
    }
  }

  private void editEntry(long entry, int level, long ipa) {
    Descriptor old = pool.read(entry);
    Optional<Descriptor> replacement =
        range.contains(ipa, Granule.entrySize(level))
            ? change.replace(old, level, ipa)
            : Optional.empty();
    if (replacement.isPresent()) {
      pool.write(entry, replacement.get());
      releaseBelow(old, level);
    } else if (old.kind(level) != Kind.INVALID || change.fillsHoles()) {
      long table = tableBelow(old, level);
      editTable(table, level + 1, ipa);
      pool.write(entry, collapse(table, level));
    }
  }

  private void releaseBelow(Descriptor old, int level) {
    if (old.kind(level) == Kind.TABLE) {
      for (int i = 0; i < Granule.ENTRIES; i++) {
        releaseBelow(pool.read(entryOf(old.nextTable(), i)), level + 1);
      }
      pool.release(old.nextTable());
    }
  }

  private long tableBelow(Descriptor old, int level) {
    return switch (old.kind(level)) {
      case TABLE -> old.nextTable();
      case INVALID -> pool.allocate();
      case LEAF -> split(old, level);
    };
  }

  private long split(Descriptor block, int level) {
    long table = pool.allocate();
    for (int i = 0; i < Granule.ENTRIES; i++) {
      pool.write(entryOf(table, i), block.part(level, i));
    }
    return table;
  }

  /** The entry of {@code level} for what {@code table} says; releases the table if not needed. */
  private Descriptor collapse(long table, int level) {
    Descriptor whole = pool.read(table).widened(level);
    for (int i = 0; i < Granule.ENTRIES; i++) {
      if (!pool.read(entryOf(table, i)).equals(whole.part(level, i))) {
        return Descriptor.table(table);
      }
    }
    pool.release(table);
    return whole;
  }

  private static long entryOf(long table, int index) {
    return table + (long) index * Long.BYTES;
  }
}
