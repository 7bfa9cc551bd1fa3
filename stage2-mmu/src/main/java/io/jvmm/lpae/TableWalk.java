package io.jvmm.lpae;

import io.jvmm.lpae.TableFormat.Kind;
import io.jvmm.vmm.error.GuestException;

/**
 * From a table to a leaf, as the loops of AArch64.S1Walk and AArch64.S2Walk go (Arm ARM, shared
 * pseudocode). Whatever the tables say, it ends: each step is one level deeper.
 *
 * @param format how descriptors are read
 * @param outputBits the size of an output address
 * @param memory where tables are
 */
public record TableWalk(TableFormat format, int outputBits, TableMemory memory) {
  /** What a walk ends with. */
  public sealed interface End {}

  /**
   * A block or page; nothing is checked yet but its address.
   *
   * @param descriptor its descriptor
   * @param level its level
   * @param output where the input address leads
   * @param tables the table descriptors on the way, all in one OR: for hierarchical attributes
   */
  public record Leaf(long descriptor, int level, long output, long tables) implements End {}

  /**
   * A fault.
   *
   * @param kind translation, address size or external abort
   * @param level the level that is reported
   */
  public record Fault(FaultKind kind, int level) implements End {}

  /**
   * Walks.
   *
   * @param root the address of the first table; tables side by side are indexed as one
   * @param startLevel its level, -1 to 3
   * @param input an address that the tables describe
   */
  public End walk(long root, int startLevel, long input) {
    if (!isOutput(root)) {
      return new Fault(FaultKind.ADDRESS_SIZE, 0);
    }
    int level = startLevel;
    try {
      long index = input >>> format.granule().entryBits(level);
      long descriptor = memory.read(root + index * Long.BYTES);
      long tables = 0;
      while (isTable(descriptor, level) && isOutput(format.nextTable(descriptor))) {
        tables |= descriptor;
        level++;
        descriptor = memory.read(entry(format.nextTable(descriptor), level, input));
      }
      return end(descriptor, level, input, tables);
    } catch (GuestException _) {
      return new Fault(FaultKind.EXTERNAL_ABORT, level);
    }
  }

  private End end(long descriptor, int level, long input, long tables) {
    return switch (format.kind(descriptor, level)) {
      case INVALID -> new Fault(FaultKind.TRANSLATION, level);
      case TABLE -> new Fault(FaultKind.ADDRESS_SIZE, level);
      case LEAF -> {
        long output = format.output(descriptor, level);
        long offset = input & format.granule().entrySize(level) - 1;
        yield isOutput(output)
            ? new Leaf(descriptor, level, output | offset, tables)
            : new Fault(FaultKind.ADDRESS_SIZE, level);
      }
    };
  }

  private boolean isTable(long descriptor, int level) {
    return format.kind(descriptor, level) == Kind.TABLE;
  }

  private boolean isOutput(long address) {
    return address >>> outputBits == 0;
  }

  private long entry(long table, int level, long input) {
    Granule granule = format.granule();
    long index = input >>> granule.entryBits(level) & granule.entries() - 1;
    return table + index * Long.BYTES;
  }
}
