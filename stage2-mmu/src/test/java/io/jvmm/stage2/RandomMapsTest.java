package io.jvmm.stage2;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.lpae.FaultKind;
import io.jvmm.lpae.Granule;
import io.jvmm.stage2.PageModel.Page;
import io.jvmm.stage2.Stage2Attributes.Permissions;
import io.jvmm.stage2.Translation.Fault;
import io.jvmm.stage2.Translation.Mapped;
import io.jvmm.vmm.memory.AddressRange;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Random changes of tables, compared with a model that knows single pages only. */
class RandomMapsTest {
  private static final int CHANGES = 200;
  private static final int WINDOW = 3072; // pages: several blocks of level 2, or of level 1
  private static final long GIB = 1L << 30;

  /**
   * Windows across the borders of every level's tables, in pages, and in pages of the model's that
   * make blocks of every size. The last number seeds.
   */
  @ParameterizedTest
  @CsvSource({
    "SIZE_4K, 34, 48, 4096, 0, 1",
    "SIZE_4K, 34, 48, 4096, 0x3fa00000, 2",
    "SIZE_4K, 40, 48, 4096, 0x3fa00000, 3",
    "SIZE_4K, 40, 48, 2097152, 0x40000000, 4",
    "SIZE_4K, 40, 48, 2097152, 0x7f00000000, 5",
    "SIZE_4K, 48, 48, 4096, 0x7fffa00000, 6",
    "SIZE_4K, 48, 48, 2097152, 0xfe80000000, 7",
    "SIZE_4K, 44, 48, 65536, 0x3c000000, 8",
    "SIZE_4K, 52, 52, 1073741824, 0xff0000000000, 9",
    "SIZE_16K, 40, 48, 16384, 0xfff000000, 10",
    "SIZE_16K, 48, 48, 131072, 0xfff000000, 11",
    "SIZE_16K, 52, 52, 134217728, 0x7ff000000000, 12",
    "SIZE_64K, 40, 48, 65536, 0x1ff8000000, 13",
    "SIZE_64K, 42, 48, 4194304, 0x1fc0000000, 14",
    "SIZE_64K, 52, 52, 4294967296, 0x3ff00000000, 15"
  })
  void theTablesSayWhatTheModelSays(
      Granule granule, int ipaBits, int outputBits, long pageSize, String base, long seed) {
    Subject subject = new Subject(new Stage2Config(granule, ipaBits, outputBits), pageSize);
    Random random = new Random(seed);

    for (int i = 0; i < CHANGES; i++) {
      change(subject, randomRange(random, Long.decode(base), pageSize), random);
      if (i % 40 == 39) {
        compareWalks(subject, Long.decode(base), random);
        compareWithFreshTables(subject);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Granule.class)
  void whenEverythingIsUnmappedAgainNothingIsLeft(Granule granule) {
    Subject subject = new Subject(new Stage2Config(granule, 42, 48), granule.pageSize());
    Random random = new Random(granule.pageBits());
    long base = granule.entrySize(2) * 5 - granule.pageSize() * 100;
    List<AddressRange> ranges = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      AddressRange range = randomRange(random, base, granule.pageSize());
      ranges.add(range);
      change(subject, range, random);
    }

    Collections.shuffle(ranges, random);
    ranges.forEach(subject.tables::unmap);

    assertThat(subject.tables.mappings()).isEmpty();
    assertThat(subject.tables.tableCount()).isEqualTo(subject.config.rootTables());
    assertThat(rootOf(subject.tables)).containsOnly((byte) 0);
  }

  private static byte[] rootOf(Stage2Tables tables) {
    Stage2Config config = tables.config();
    MemorySegment image = Arena.ofAuto().allocate(tables.byteSize());
    tables.copyTo(image);
    long size = config.rootTables() * config.granule().pageSize();
    return image.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE);
  }

  /** Tables and what they are to say. */
  private static final class Subject {
    final Stage2Config config;
    final long pageSize;
    final Stage2Tables tables;
    final PageModel model;

    Subject(Stage2Config config, long pageSize) {
      this.config = config;
      this.pageSize = pageSize;
      this.tables = new Stage2Tables(config, Arena.ofAuto());
      this.model = new PageModel(pageSize);
    }
  }

  private static AddressRange randomRange(Random random, long base, long pageSize) {
    long first = random.nextInt(WINDOW);
    long most = Math.min(WINDOW - first, 1L << random.nextInt(12));
    return AddressRange.of(base + first * pageSize, random.nextLong(1, most + 1) * pageSize);
  }

  private static void change(Subject subject, AddressRange range, Random random) {
    switch (random.nextInt(4)) {
      case 0 -> {
        subject.tables.unmap(range);
        subject.model.unmap(range);
      }
      case 1 -> {
        Stage2Attributes attributes = attributes(random);
        subject.tables.protect(range, attributes);
        subject.model.protect(range, attributes);
      }
      default -> remap(subject, range, random);
    }
  }

  /** Mostly to few offsets, so that neighbours merge. */
  private static void remap(Subject subject, AddressRange range, Random random) {
    long pages = random.nextInt(4) == 0 ? random.nextInt(64) : 0;
    long output = range.start().value() + random.nextInt(2) * GIB + pages * subject.pageSize;
    Stage2Attributes attributes = attributes(random);
    subject.tables.unmap(range);
    subject.tables.map(range, output, attributes);
    subject.model.map(range, output, attributes);
  }

  private static Stage2Attributes attributes(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> Stage2Attributes.READ_ONLY_RAM;
      case 1 -> Stage2Attributes.RAM.with(Permissions.WRITE_ONLY);
      default -> Stage2Attributes.RAM;
    };
  }

  private static void compareWalks(Subject subject, long base, Random random) {
    for (long index = -1; index <= WINDOW; index++) {
      long ipa = base + index * subject.pageSize + random.nextLong(subject.pageSize);
      for (Stage2Access access : Stage2Access.values()) {
        assertThat(said(subject.tables.walk(ipa, access)))
            .as("%s of 0x%x", access, ipa)
            .isEqualTo(expected(subject, ipa, access));
      }
    }
  }

  private static Object expected(Subject subject, long ipa, Stage2Access access) {
    Optional<Page> page = subject.model.page(ipa);
    if (page.isEmpty()) {
      return FaultKind.TRANSLATION;
    }
    return page.get().attributes().permissions().allow(access)
        ? new Page(page.get().output() + ipa % subject.pageSize, page.get().attributes())
        : FaultKind.PERMISSION;
  }

  /** A translation without what the model does not know: the level. */
  private static Object said(Translation translation) {
    return switch (translation) {
      case Mapped(long output, _, Stage2Attributes attributes, _) -> new Page(output, attributes);
      case Fault(FaultKind kind, _) -> kind;
    };
  }

  /** Whatever the history, the tables are those that the model's runs, mapped once, make. */
  private static void compareWithFreshTables(Subject subject) {
    Subject fresh = new Subject(subject.config, subject.pageSize);
    for (PageModel.Run run : subject.model.runs()) {
      fresh.tables.map(run.guest(), run.first().output(), run.first().attributes());
    }

    assertThat(subject.tables.mappings()).isEqualTo(fresh.tables.mappings());
    assertThat(subject.tables.tableCount()).isEqualTo(fresh.tables.tableCount());
  }
}
