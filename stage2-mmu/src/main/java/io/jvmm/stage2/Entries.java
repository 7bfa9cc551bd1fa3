package io.jvmm.stage2;

import io.jvmm.lpae.TableFormat;
import io.jvmm.lpae.TableFormat.Kind;

/** The entries of one table, or of the initial lookup's tables, before they are stored. */
final class Entries {
  private final TableFormat format;
  private final int level;
  private final long[] bits;

  private Entries(TableFormat format, int level, int count) {
    this.format = format;
    this.level = level;
    this.bits = new long[count];
  }

  /** A table without valid entries. */
  static Entries none(TableFormat format, int level) {
    return new Entries(format, level, format.granule().entries());
  }

  /** What a block of the level above says, in the entries of this one. */
  static Entries partsOf(Descriptor block, TableFormat format, int level) {
    Entries parts = none(format, level);
    long output = format.output(block.bits(), level - 1);
    long attributes = Stage2Attributes.of(block.bits(), format).bits(format);
    for (int i = 0; i < parts.bits.length; i++) {
      parts.bits[i] = format.leaf(level, output + i * parts.size(), attributes);
    }
    return parts;
  }

  /** The entries of tables in a pool. */
  static Entries read(TablePool pool, long table, int level, int count) {
    Entries entries = new Entries(pool.format(), level, count);
    for (int i = 0; i < count; i++) {
      entries.bits[i] = pool.read(table + (long) i * Long.BYTES);
    }
    return entries;
  }

  int level() {
    return level;
  }

  int count() {
    return bits.length;
  }

  /** How much each entry describes, in bytes. */
  long size() {
    return format.granule().entrySize(level);
  }

  Descriptor get(int i) {
    return new Descriptor(bits[i]);
  }

  void set(int i, Descriptor descriptor) {
    bits[i] = descriptor.bits();
  }

  Kind kind(int i) {
    return format.kind(bits[i], level);
  }

  /** Sets the Contiguous bit wherever it may be set, and clears it elsewhere. */
  void markContiguous() {
    int group = format.granule().contiguousEntries(level);
    for (int start = 0; group > 1 && start < bits.length; start += group) {
      boolean contiguous = start + group <= bits.length && isOneRun(start, group);
      for (int i = start; i < Math.min(start + group, bits.length); i++) {
        if (kind(i) == Kind.LEAF) {
          set(i, get(i).contiguous(contiguous));
        }
      }
    }
  }

  /** Whether one entry of the level above could say all this: nothing, or one block. */
  boolean canCollapse() {
    boolean nothing = bits[0] == 0 && isUniform();
    return nothing || (level - 1 >= format.firstBlockLevel() && isOneRun(0, bits.length));
  }

  /** That entry. */
  Descriptor collapsed() {
    if (bits[0] == 0) {
      return Descriptor.INVALID;
    }
    long attributes = Stage2Attributes.of(bits[0], format).bits(format);
    return new Descriptor(format.leaf(level - 1, format.output(bits[0], level), attributes));
  }

  private boolean isUniform() {
    for (long each : bits) {
      if (each != bits[0]) {
        return false;
      }
    }
    return true;
  }

  /** Whether leaves say the same and lead side by side, from a multiple of their size together. */
  private boolean isOneRun(int start, int count) {
    long output = format.output(bits[start], level);
    if (kind(start) != Kind.LEAF || output % (count * size()) != 0) {
      return false;
    }
    long attributes = Stage2Attributes.of(bits[start], format).bits(format);
    for (int i = 1; i < count; i++) {
      long expected = format.leaf(level, output + i * size(), attributes);
      if (get(start + i).contiguous(false).bits() != expected) {
        return false;
      }
    }
    return true;
  }
}
