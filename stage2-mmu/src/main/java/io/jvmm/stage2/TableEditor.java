package io.jvmm.stage2;

import io.jvmm.lpae.TableFormat.Kind;
import io.jvmm.vmm.memory.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Applies one change to one range. A block that the range cuts is split; a table that has become
 * empty goes, and one that says no more than a block could becomes that block. So the tables for a
 * given content are always the same, and the smallest there are.
 *
 * <p>What a table is to say is worked out first, from the leaves up; then it is stored. Tables that
 * are no longer pointed to are given back at the end, when no TLB knows them any more.
 */
final class TableEditor {
  private final Stage2Config config;
  private final TablePool pool;
  private final TableListener listener;
  private final AddressRange range;
  private final TableChange change;
  private final List<Long> retired = new ArrayList<>();

  private TableEditor(Stage2Tables tables, AddressRange range, TableChange change) {
    this.config = tables.config();
    this.pool = tables.pool();
    this.listener = tables.listener();
    this.range = range;
    this.change = change;
  }

  /** Makes a change. */
  static void edit(Stage2Tables tables, AddressRange range, TableChange change) {
    new TableEditor(tables, range, change).run();
  }

  private void run() {
    int level = config.startLevel();
    Entries root = Entries.read(pool, pool.root(), level, config.rootEntries());
    edit(root, 0);
    store(root, pool.root(), 0);
    retired.forEach(pool::release);
  }

  /** Changes entries, the first of which describes {@code base}. */
  private void edit(Entries entries, long base) {
    long size = entries.size();
    long first = Math.max(range.start().value(), base) & -size;
    long end = Math.min(range.endExclusive(), base + entries.count() * size);
    for (long ipa = first; ipa < end; ipa += size) {
      int i = (int) ((ipa - base) / size);
      entries.set(i, edited(entries.get(i), entries.level(), ipa));
    }
    entries.markContiguous();
  }

  private Descriptor edited(Descriptor old, int level, long ipa) {
    Optional<Descriptor> replacement =
        range.contains(ipa, config.granule().entrySize(level))
            ? change.replace(old, new TableChange.Place(config.format(), level, ipa))
            : Optional.empty();
    if (replacement.isPresent()) {
      retireBelow(old, level);
      return replacement.get();
    }
    return old.isValid() || change.fillsHoles() ? withTableEdited(old, level, ipa) : old;
  }

  private Descriptor withTableEdited(Descriptor old, int level, long ipa) {
    Entries below = below(old, level);
    edit(below, ipa);
    boolean inUse = isTable(old, level);
    if (below.canCollapse()) {
      if (inUse) {
        retired.add(nextTable(old));
      }
      return below.collapsed();
    }
    if (inUse) {
      store(below, nextTable(old), ipa);
      return old;
    }
    return new Descriptor(config.format().table(pool.allocate(below)));
  }

  private Entries below(Descriptor old, int level) {
    return switch (config.format().kind(old.bits(), level)) {
      case INVALID -> Entries.none(config.format(), level + 1);
      case LEAF -> Entries.partsOf(old, config.format(), level + 1);
      case TABLE -> tableBelow(old, level);
    };
  }

  private Entries tableBelow(Descriptor table, int level) {
    return Entries.read(pool, nextTable(table), level + 1, config.granule().entries());
  }

  private void retireBelow(Descriptor old, int level) {
    if (isTable(old, level)) {
      Entries below = tableBelow(old, level);
      for (int i = 0; i < below.count(); i++) {
        retireBelow(below.get(i), level + 1);
      }
      retired.add(nextTable(old));
    }
  }

  /** Stores what differs from a table in use: breaks and invalidates, then makes. */
  private void store(Entries wanted, long table, long base) {
    List<Integer> touched = new ArrayList<>();
    for (int i = 0; i < wanted.count(); i++) {
      Descriptor old = new Descriptor(pool.read(entry(table, i)));
      Descriptor next = wanted.get(i);
      if (old.isValid() && !old.equals(next)) {
        write(entry(table, i), old.mustBreakBefore(next) ? Descriptor.INVALID : next);
        touched.add(i);
      }
    }
    if (!touched.isEmpty()) {
      long first = touched.getFirst() * wanted.size();
      long end = (touched.getLast() + 1) * wanted.size();
      listener.invalidated(AddressRange.of(base + first, end - first));
    }
    for (int i = 0; i < wanted.count(); i++) {
      if (pool.read(entry(table, i)) != wanted.get(i).bits()) {
        write(entry(table, i), wanted.get(i));
      }
    }
  }

  private void write(long entry, Descriptor descriptor) {
    pool.write(entry, descriptor.bits());
    listener.stored(entry, descriptor.bits());
  }

  private boolean isTable(Descriptor descriptor, int level) {
    return config.format().kind(descriptor.bits(), level) == Kind.TABLE;
  }

  private long nextTable(Descriptor table) {
    return config.format().nextTable(table.bits());
  }

  private static long entry(long table, int index) {
    return table + (long) index * Long.BYTES;
  }
}
