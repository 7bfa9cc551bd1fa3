package io.jvmm.stage2;

import io.jvmm.lpae.TableFormat;
import io.jvmm.vmm.memory.AddressRange;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Stage-2 translation tables of one guest, in the bits that a processor's VTTBR_EL2 would point to,
 * kept off the heap. Always canonical: the largest blocks that alignment permits, and no table that
 * a block or nothing could stand for. Not safe for use by several threads.
 *
 * <p>User space knows no physical addresses, and KVM keeps its own tables for the hardware; output
 * addresses are what the owner says they are: offsets in a space in which host memory is laid out
 * ({@link GuestRam}), or physical addresses where a processor is to walk these very tables.
 */
public final class Stage2Tables {
  private final Stage2Config config;
  private final TablePool pool;
  private final TableListener listener;

  /**
   * Empty tables at address 0 that nobody walks while they change.
   *
   * @param arena whose end gives the tables' memory back
   */
  public Stage2Tables(Stage2Config config, Arena arena) {
    this(config, 0, TableListener.NONE, arena);
  }

  /**
   * Empty tables.
   *
   * @param root the address of the initial lookup's first table, the first of all: a multiple of
   *     the size of the initial lookup's tables
   * @param listener is told of every change
   * @param arena whose end gives the tables' memory back
   */
  public Stage2Tables(Stage2Config config, long root, TableListener listener, Arena arena) {
    config.requireRoot(root);
    this.config = config;
    this.pool = new TablePool(config, root, arena);
    this.listener = listener;
  }

  /** The shape of the address space. */
  public Stage2Config config() {
    return config;
  }

  /** How many tables there are, the initial lookup's included. */
  public int tableCount() {
    return pool.inUse();
  }

  /** How many bytes {@link #copyTo} copies. */
  public long byteSize() {
    return pool.size();
  }

  /** Copies the tables, to where a processor is to find them: the first byte is the root's. */
  public void copyTo(MemorySegment image) {
    pool.copyTo(image);
  }

  /**
   * Maps a range.
   *
   * @param range a multiple of the granule, nothing of it mapped yet
   * @param output where it is to lead, a multiple of the granule; congruent to the range's start
   *     modulo the size of blocks it takes fewer entries
   * @param attributes inner shareable ones, if the format has no shareability
   * @throws IllegalArgumentException if range, output or attributes are not as they should be
   */
  public void map(AddressRange range, long output, Stage2Attributes attributes) {
    requirePages(range);
    requireOutput(output, range.size());
    requireShareability(attributes);
    requireFree(range);
    TableEditor.edit(this, range, new TableChange.Map(output - range.start().value(), attributes));
  }

  /**
   * Unmaps what is mapped in a range.
   *
   * @param range a multiple of the granule
   * @throws IllegalArgumentException if it is not
   */
  public void unmap(AddressRange range) {
    requirePages(range);
    TableEditor.edit(this, range, new TableChange.Unmap());
  }

  /**
   * Gives what is mapped in a range other attributes; what is not mapped stays so.
   *
   * @param range a multiple of the granule
   * @param attributes inner shareable ones, if the format has no shareability
   * @throws IllegalArgumentException if range or attributes are not as they should be
   */
  public void protect(AddressRange range, Stage2Attributes attributes) {
    requirePages(range);
    requireShareability(attributes);
    TableEditor.edit(this, range, new TableChange.Protect(attributes));
  }

  /** What a processor would make of an access to an address, taken as unsigned. */
  public Translation walk(long ipa, Stage2Access access) {
    return new Walker(config, pool, pool.root()).walk(ipa, access);
  }

  /** Every block and page, by guest-physical address. */
  public List<Mapping> mappings() {
    return mappings(AddressRange.of(0, 1L << config.ipaBits()));
  }

  /** What the tables say, for people to read: a heading, and a line for each stretch. */
  public String describe() {
    return TableDescription.of(summary());
  }

  /** What the tables say, in the fewest ranges. */
  public TableSummary summary() {
    return TableSummary.of(this);
  }

  TablePool pool() {
    return pool;
  }

  TableListener listener() {
    return listener;
  }

  /** The blocks and pages that lie in a range, or partly. */
  private List<Mapping> mappings(AddressRange range) {
    List<Mapping> found = new ArrayList<>();
    collect(new TablePlace(pool.root(), config.startLevel(), 0), range, found);
    return found;
  }

  /** A table: its address, its level, and the first address that it describes. */
  private record TablePlace(long address, int level, long base) {}

  private void collect(TablePlace table, AddressRange range, List<Mapping> found) {
    TableFormat format = config.format();
    long size = config.granule().entrySize(table.level());
    long count =
        table.level() == config.startLevel() ? config.rootEntries() : config.granule().entries();
    long first = Math.max(range.start().value(), table.base()) & -size;
    long end = Math.min(range.endExclusive(), table.base() + count * size);
    for (long ipa = first; ipa < end; ipa += size) {
      long entry = pool.read(table.address() + (ipa - table.base()) / size * Long.BYTES);
      switch (format.kind(entry, table.level())) {
        case INVALID -> {}
        case TABLE ->
            collect(new TablePlace(format.nextTable(entry), table.level() + 1, ipa), range, found);
        case LEAF -> found.add(mapping(entry, table.level(), ipa));
      }
    }
  }

  private Mapping mapping(long leaf, int level, long ipa) {
    TableFormat format = config.format();
    return new Mapping(
        AddressRange.of(ipa, config.granule().entrySize(level)),
        format.output(leaf, level),
        level,
        Stage2Attributes.of(leaf, format));
  }

  private void requirePages(AddressRange range) {
    long page = config.granule().pageSize();
    if (!range.start().isAligned(page) || range.size() % page != 0) {
      throw new IllegalArgumentException(
          "%s is no multiple of the granule, 0x%x".formatted(range, page));
    }
    if (!config.hasInput(range.last().value())) {
      throw new IllegalArgumentException(
          "%s leaves the %d-bit guest-physical space".formatted(range, config.ipaBits()));
    }
  }

  private void requireOutput(long output, long size) {
    long page = config.granule().pageSize();
    if (output % page != 0) {
      throw new IllegalArgumentException(
          "output 0x%x is no multiple of the granule, 0x%x".formatted(output, page));
    }
    if (!config.hasOutput(output) || !config.hasOutput(output + size - 1)) {
      throw new IllegalArgumentException(
          "0x%x bytes at output 0x%x leave the %d-bit output space"
              .formatted(size, output, config.outputBits()));
    }
  }

  private void requireShareability(Stage2Attributes attributes) {
    if (!config.format().hasShareability()
        && attributes.shareability() != Stage2Attributes.Shareability.INNER) {
      throw new IllegalArgumentException(
          "descriptors with 52-bit addresses cannot say %s: their memory is inner shareable"
              .formatted(attributes.shareability()));
    }
  }

  private void requireFree(AddressRange range) {
    List<Mapping> mapped = mappings(range);
    if (!mapped.isEmpty()) {
      throw new IllegalArgumentException(
          "%s is in use: %s is mapped already".formatted(range, mapped.getFirst().guest()));
    }
  }
}
