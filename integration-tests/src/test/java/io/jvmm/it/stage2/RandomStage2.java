package io.jvmm.it.stage2;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.util.Comparator.comparingInt;

import io.jvmm.lpae.Granule;
import io.jvmm.lpae.TableFormat.Kind;
import io.jvmm.stage2.Mapping;
import io.jvmm.stage2.Stage2Attributes;
import io.jvmm.stage2.Stage2Attributes.Execution;
import io.jvmm.stage2.Stage2Attributes.MemoryType;
import io.jvmm.stage2.Stage2Attributes.Permissions;
import io.jvmm.stage2.Stage2Attributes.Shareability;
import io.jvmm.stage2.Stage2Config;
import io.jvmm.stage2.Stage2Tables;
import io.jvmm.stage2.TableListener;
import io.jvmm.vmm.memory.AddressRange;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Stage-2 tables of a random map in a machine's RAM, some of their entries spoilt, and addresses
 * that are worth a look.
 */
final class RandomStage2 {
  private static final int CHANGES = 40;
  private static final int SAMPLED = 2000;
  private static final int SPOILT = 40;
  private static final long SOFTWARE_BITS = 0b111L << 55;

  private final Stage2Config config;
  private final Random random;
  private final boolean reservedBlocks;
  private final TranslatingMachine machine;
  private final Stage2Tables tables;
  private final long root;
  private final List<Long> addresses = new ArrayList<>();
  private final List<Slot> slots = new ArrayList<>();

  /** An entry in RAM: its address, its level, and the first address that it describes. */
  private record Slot(long at, int level, long ipa) {}

  /**
   * Makes a map.
   *
   * @param reservedBlocks whether blocks may be where the architecture has none
   */
  RandomStage2(Stage2Config config, TranslatingMachine machine, long seed, boolean reservedBlocks) {
    this.config = config;
    this.machine = machine;
    this.random = new Random(seed);
    this.reservedBlocks = reservedBlocks;
    // What the tables' size will be is not known yet: they are the last thing that RAM is taken for
    this.root = machine.allocate(0, 16 * config.granule().pageSize());
    this.tables = new Stage2Tables(config, root, TableListener.NONE, Arena.ofAuto());
    for (int i = 0; i < CHANGES; i++) {
      change();
    }
    tables.copyTo(machine.at(machine.allocate(tables.byteSize(), 1), tables.byteSize()));
    sampleMappings();
    collect(root, config.startLevel(), 0, config.rootTables() * config.granule().entries());
    for (int i = 0; i < SPOILT; i++) {
      spoil(i % 4 == 0 ? slotNearTheRoot() : slots.get(random.nextInt(slots.size())));
    }
  }

  /** The address of the initial lookup's tables. */
  long root() {
    return root;
  }

  /** Random addresses, edges first among them, as many as asked for. */
  List<Long> addresses(int count) {
    while (addresses.size() < count) {
      addresses.add(randomAddress());
    }
    return addresses.subList(0, count);
  }

  private void change() {
    AddressRange range = randomRange();
    switch (random.nextInt(8)) {
      case 0 -> tables.unmap(range);
      case 1, 2 -> tables.protect(range, attributes());
      default -> {
        tables.unmap(range);
        tables.map(range, output(range), attributes());
      }
    }
  }

  /** A few pages, a few blocks, or something in between, often near what is there already. */
  private AddressRange randomRange() {
    int level = random.nextInt(firstLevel(), Granule.LAST_LEVEL + 1);
    long unit = config.granule().entrySize(level);
    long space = 1L << config.ipaBits();
    long start = random.nextLong(space) & -unit;
    List<Mapping> mappings = random.nextBoolean() ? tables.mappings() : List.of();
    if (!mappings.isEmpty()) {
      start = mappings.get(random.nextInt(mappings.size())).guest().start().value();
    }
    long size = unit * random.nextInt(1, 40);
    if (random.nextBoolean()) {
      size += config.granule().pageSize() * random.nextInt(4);
    }
    return AddressRange.of(start, Math.min(size, space - start));
  }

  private int firstLevel() {
    return Math.max(config.startLevel(), config.format().firstBlockLevel());
  }

  /** Congruent to the range, or, if that is small enough, anywhere. */
  private long output(AddressRange range) {
    long page = config.granule().pageSize();
    long space = 1L << config.outputBits();
    boolean anywhere = random.nextInt(3) == 0 && range.size() <= 64 * page;
    long unit = anywhere ? page : config.granule().entrySize(firstLevel());
    long offset = anywhere ? 0 : range.start().value() % unit;
    long room = (space - range.size() - offset) / unit;
    return random.nextLong(room + 1) * unit + offset;
  }

  private Stage2Attributes attributes() {
    boolean inner = !config.format().hasShareability();
    return new Stage2Attributes(
        any(MemoryType.values()),
        random.nextBoolean() ? Permissions.READ_WRITE : any(Permissions.values()),
        inner ? Shareability.INNER : any(Shareability.values()),
        random.nextInt(8) != 0,
        any(Execution.values()));
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private void sampleMappings() {
    List<Mapping> mappings = tables.mappings();
    Collections.shuffle(mappings, random);
    for (Mapping mapping : mappings.subList(0, Math.min(mappings.size(), SAMPLED))) {
      AddressRange guest = mapping.guest();
      addresses.add(guest.start().value() - 1);
      addresses.add(guest.start().value());
      addresses.add(guest.start().value() + random.nextLong(guest.size()));
      addresses.add(guest.last().value());
      addresses.add(guest.endExclusive());
    }
  }

  private void collect(long table, int level, long ipa, int entries) {
    for (int i = 0; i < entries; i++) {
      Slot slot = new Slot(table + i * 8L, level, ipa + i * config.granule().entrySize(level));
      long descriptor = entry(slot).get(JAVA_LONG, 0);
      Kind kind = config.format().kind(descriptor, level);
      if (kind != Kind.INVALID || random.nextInt(64) == 0) {
        slots.add(slot);
      }
      if (kind == Kind.TABLE) {
        long next = config.format().nextTable(descriptor);
        collect(next, level + 1, slot.ipa(), config.granule().entries());
      }
    }
  }

  /** Most entries are pages; this is the one of the lowest level among many. */
  private Slot slotNearTheRoot() {
    return Stream.generate(() -> slots.get(random.nextInt(slots.size())))
        .limit(64)
        .min(comparingInt(Slot::level))
        .orElseThrow();
  }

  /** Makes of an entry what no tables of ours have. */
  private void spoil(Slot slot) {
    MemorySegment entry = entry(slot);
    long descriptor = entry.get(JAVA_LONG, 0);
    entry.set(JAVA_LONG, 0, spoilt(descriptor, slot));
    for (int i = 0; i < 16; i++) {
      addresses.add(slot.ipa() + random.nextLong(config.granule().entrySize(slot.level())));
    }
  }

  private long spoilt(long descriptor, Slot slot) {
    return switch (random.nextInt(4)) {
      case 0 -> descriptor & ~1; // invalid, with all the rest in place
      case 1 -> isBlockReserved(slot) ? descriptor & ~2 : descriptor ^ SOFTWARE_BITS;
      case 2 -> slot.level() == Granule.LAST_LEVEL ? descriptor & ~2 : config.format().table(root);
      default ->
          config.format().kind(descriptor, slot.level()) == Kind.TABLE
              ? descriptor | tooWide()
              : descriptor
                  ^ (random.nextLong() & (1L << 48) - config.granule().entrySize(slot.level()));
    };
  }

  private boolean isBlockReserved(Slot slot) {
    return reservedBlocks && slot.level() < config.format().firstBlockLevel();
  }

  /** An address bit that outputs have not got, if there is one. */
  private long tooWide() {
    return config.outputBits() < 48 ? 1L << random.nextInt(config.outputBits(), 48) : 0;
  }

  private MemorySegment entry(Slot slot) {
    return machine.at(slot.at(), Long.BYTES);
  }

  private long randomAddress() {
    return switch (random.nextInt(8)) {
      case 0 -> random.nextLong() >>> random.nextInt(64); // of any size
      case 1 -> (1L << random.nextInt(64)) - random.nextInt(2);
      case 2, 3, 4 -> {
        Slot slot = slots.get(random.nextInt(slots.size()));
        yield slot.ipa() + random.nextLong(config.granule().entrySize(slot.level()));
      }
      default -> random.nextLong(1L << config.ipaBits());
    };
  }
}
