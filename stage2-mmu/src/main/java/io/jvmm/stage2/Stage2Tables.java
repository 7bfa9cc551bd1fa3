package io.jvmm.stage2;

import io.jvmm.vmm.memory.AddressRange;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * Stage-2 translation tables of one guest, in the bits that a processor's VTTBR_EL2 would point to,
 * kept off the heap. Always canonical: the largest blocks that alignment permits, and no table that
 * a block or nothing could stand for. Not safe for use by several threads.
 *
 * <p>User space knows no physical addresses, and KVM keeps its own tables for the hardware; the
 * output addresses here are offsets in a space of the owner's making, in which its host memory is
 * laid out. Table addresses are offsets from the initial lookup's first table.
 */
public final class Stage2Tables {
  private final Stage2Config config;
  private final TablePool pool;

  /**
   * Empty tables.
   *
   * @param arena whose end gives the tables' memory back
   */
  public Stage2Tables(Stage2Config config, Arena arena) {
    this(config, new TablePool(config.rootTables(), arena));
  }

  Stage2Tables(Stage2Config config, TablePool pool) {
    this.config = config;
    this.pool = pool;
  }

  /** The shape of the address space. */
  public Stage2Config config() {
    return config;
  }

  /**
   * Maps a range.
   *
   * @param range a multiple of 4 KiB, nothing of it mapped yet
   * @param output where it is to lead, a multiple of 4 KiB; congruent to the range's start modulo 2
   *     MiB or 1 GiB it takes fewer entries
   * @throws IllegalArgumentException if range or output is not as it should be
   */
  public void map(AddressRange range, long output, Stage2Attributes attributes) {
    requirePages(range);
    requireOutput(output, range.size());
    requireFree(range);
    edit(range, new TableChange.Map(output - range.start().value(), attributes));
  }

  /**
   * Unmaps what is mapped in a range.
   *
   * @param range a multiple of 4 KiB
   * @throws IllegalArgumentException if it is not
   */
  public void unmap(AddressRange range) {
    requirePages(range);
    edit(range, new TableChange.Unmap());
  }

  /**
   * Gives what is mapped in a range other attributes; what is not mapped stays so.
   *
   * @param range a multiple of 4 KiB
   * @throws IllegalArgumentException if it is not
   */
  public void protect(AddressRange range, Stage2Attributes attributes) {
    requirePages(range);
    edit(range, new TableChange.Protect(attributes));
  }

  /** What a processor would make of an access to an address, taken as unsigned. */
  public Translation walk(long ipa, Stage2Access access) {
    return new Walker(config, pool).walk(ipa, access);
  }

  /** Every block and page, by guest-physical address. */
  public List<Mapping> mappings() {
    List<Mapping> found = new ArrayList<>();
    collect(TablePool.ROOT, config.startLevel(), 0, found);
    return found;
  }

  private void collect(long table, int level, long base, List<Mapping> found) {
    long size = Granule.entrySize(level);
    for (long i = 0; i < config.entries(level); i++) {
      Descriptor entry = pool.read(table + i * Long.BYTES);
      long ipa = base + i * size;
      switch (entry.kind(level)) {
        case INVALID -> {}
        case TABLE -> collect(entry.nextTable(), level + 1, ipa, found);
        case LEAF -> found.add(mapping(entry, level, ipa));
      }
    }
  }

  private static Mapping mapping(Descriptor leaf, int level, long ipa) {
    AddressRange guest = AddressRange.of(ipa, Granule.entrySize(level));
    return new Mapping(guest, leaf.output(level), level, leaf.attributes());
  }

  private void edit(AddressRange range, TableChange change) {
    new TableEditor(config, pool, range, change).run();
  }

  private void requirePages(AddressRange range) {
    if (!range.start().isAligned(Granule.PAGE_SIZE) || range.size() % Granule.PAGE_SIZE != 0) {
      throw new IllegalArgumentException("%s is no multiple of 4 KiB".formatted(range));
    }
    if (!config.hasInput(range.last().value())) {
      throw new IllegalArgumentException(
          "%s leaves the %d-bit guest-physical space".formatted(range, config.ipaBits()));
    }
  }

  private void requireOutput(long output, long size) {
    if (output % Granule.PAGE_SIZE != 0) {
      throw new IllegalArgumentException("output 0x%x is no multiple of 4 KiB".formatted(output));
    }
    if (!config.hasOutput(output) || !config.hasOutput(output + size - 1)) {
      throw new IllegalArgumentException(
          "0x%x bytes at output 0x%x leave the %d-bit output space"
              .formatted(size, output, config.outputBits()));
    }
  }

  private void requireFree(AddressRange range) {
    for (Mapping mapping : mappings()) {
      if (mapping.guest().overlaps(range)) {
        throw new IllegalArgumentException(
            "%s is in use: %s is mapped already".formatted(range, mapping.guest()));
      }
    }
  }
}
