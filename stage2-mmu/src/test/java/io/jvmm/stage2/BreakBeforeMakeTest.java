package io.jvmm.stage2;

import static io.jvmm.stage2.Stage2Attributes.RAM;
import static io.jvmm.stage2.Stage2Attributes.READ_ONLY_RAM;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.lpae.Granule;
import io.jvmm.stage2.Stage2Attributes.Permissions;
import io.jvmm.stage2.Translation.Fault;
import io.jvmm.vmm.memory.AddressRange;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The order of stores and invalidations, for a processor that walks tables while they change. */
class BreakBeforeMakeTest {
  private static final long KIB4 = 1L << 12;
  private static final long MIB2 = 1L << 21;
  private static final long GIB = 1L << 30;
  private static final List<Permissions> PERMISSIONS = List.of(Permissions.values());

  private final List<String> events = new ArrayList<>();
  private final Stage2Tables tables =
      new Stage2Tables(new Stage2Config(40, 40), 0, new EventLog(), Arena.ofAuto());

  /** Notes what happens. */
  private final class EventLog implements TableListener {
    @Override
    public void stored(long address, long descriptor) {
      events.add("[0x%x] = 0x%x".formatted(address, descriptor));
    }

    @Override
    public void invalidated(AddressRange guest) {
      events.add("invalidate " + guest);
    }
  }

  @Test
  void whatWasInvalidIsJustStored() {
    tables.map(AddressRange.of(GIB, GIB), GIB, RAM);

    assertThat(events).containsExactly("[0x8] = 0x400007fd");
  }

  @Test
  void aTableIsFilledBeforeAnythingPointsToIt() {
    tables.map(AddressRange.of(GIB, MIB2), GIB, RAM);

    assertThat(events).containsExactly("[0x8] = 0x2003");
    assertThat(tables.pool().read(0x2000)).isEqualTo(0x4000_07fdL);
  }

  @Test
  void whatBecomesInvalidIsInvalidatedAfterwards() {
    tables.map(AddressRange.of(GIB, GIB), GIB, RAM);
    events.clear();

    tables.unmap(AddressRange.of(GIB, GIB));

    assertThat(events).containsExactly("[0x8] = 0x0", "invalidate [0x40000000, 0x80000000)");
  }

  @Test
  void aBlockIsBrokenBeforeItBecomesATable() {
    tables.map(AddressRange.of(GIB, GIB), GIB, RAM);
    events.clear();

    tables.unmap(AddressRange.of(GIB, MIB2));

    assertThat(events)
        .containsExactly("[0x8] = 0x0", "invalidate [0x40000000, 0x80000000)", "[0x8] = 0x2003");
  }

  @Test
  void aTableIsBrokenBeforeItBecomesABlock() {
    tables.map(AddressRange.of(GIB, MIB2 - KIB4), GIB, RAM);
    events.clear();

    tables.map(AddressRange.of(GIB + MIB2 - KIB4, KIB4), GIB + MIB2 - KIB4, RAM);

    assertThat(events)
        .containsExactly(
            "[0x3000] = 0x0", "invalidate [0x40000000, 0x40200000)", "[0x3000] = 0x400007fd");
  }

  @Test
  void otherPermissionsAreStoredAtOnceAndInvalidatedAfterwards() {
    tables.map(AddressRange.of(GIB, GIB), GIB, RAM);
    events.clear();

    tables.protect(AddressRange.of(GIB, GIB), READ_ONLY_RAM);

    assertThat(events).containsExactly("[0x8] = 0x4000077d", "invalidate [0x40000000, 0x80000000)");
  }

  @Test
  void aContiguousGroupIsBrokenAsAWhole() {
    tables.map(AddressRange.of(0, 16 * KIB4), 0, RAM);
    events.clear();

    tables.protect(AddressRange.of(0, KIB4), READ_ONLY_RAM);

    assertThat(events).hasSize(33);
    assertThat(events.subList(0, 16)).allMatch(event -> event.endsWith("] = 0x0"));
    assertThat(events.get(16)).isEqualTo("invalidate [0x0, 0x10000)");
    assertThat(events.get(17)).isEqualTo("[0x2000] = 0x77f");
  }

  @Test
  void aTableThatIsNoLongerPointedToIsUsedAgainOnlyByTheNextChange() {
    tables.map(AddressRange.of(0, KIB4), 0, RAM);
    tables.map(AddressRange.of(GIB, GIB), GIB, RAM);
    int before = tables.tableCount();

    tables.unmap(AddressRange.of(0, GIB));
    tables.unmap(AddressRange.of(GIB, KIB4));

    assertThat(tables.tableCount()).isEqualTo(before);
    assertThat(tables.byteSize()).isEqualTo(4 * KIB4);
  }

  @ParameterizedTest
  @EnumSource(Granule.class)
  void whateverChangesNoTlbEverHoldsTwoTranslationsThatConflict(Granule granule) {
    CachingProcessor processor = new CachingProcessor();
    Stage2Tables walked = walkedBy(processor, granule);
    Random random = new Random(granule.pageBits());

    for (int i = 0; i < 400; i++) {
      change(walked, randomRange(granule, random), random);
    }

    assertThat(processor.violations()).isEmpty();
    assertThat(processor.stores()).isGreaterThan(5_000);
  }

  @ParameterizedTest
  @EnumSource(Granule.class)
  void whateverWasTranslatedOtherwiseBeforeIsInvalidated(Granule granule) {
    CachingProcessor processor = new CachingProcessor();
    Stage2Tables walked = walkedBy(processor, granule);
    Random random = new Random(granule.pageBits());
    List<Long> addresses =
        LongStream.range(0, 1200).mapToObj(i -> startOf(granule) + i * granule.pageSize()).toList();
    Map<Long, Translation> before = translations(walked, addresses);

    for (int i = 0; i < 100; i++) {
      processor.forgetInvalidations();
      change(walked, randomRange(granule, random), random);
      Map<Long, Translation> after = translations(walked, addresses);
      before.forEach(
          (address, old) ->
              assertThat(
                      old instanceof Fault
                          || old.equals(after.get(address))
                          || processor.hasInvalidated(address))
                  .as("0x%x: %s became %s", address, old, after.get(address))
                  .isTrue());
      before = after;
    }
  }

  private static Stage2Tables walkedBy(CachingProcessor processor, Granule granule) {
    return new Stage2Tables(new Stage2Config(granule, 42, 48), 0, processor, Arena.ofAuto());
  }

  private static Map<Long, Translation> translations(Stage2Tables tables, List<Long> addresses) {
    return addresses.stream()
        .collect(toMap(identity(), address -> tables.walk(address, Stage2Access.READ)));
  }

  /** Pages around the border of a block, or blocks there. */
  private static AddressRange randomRange(Granule granule, Random random) {
    long unit = random.nextInt(8) == 0 ? granule.entrySize(2) : granule.pageSize();
    long start = startOf(granule) + random.nextInt(600) * granule.pageSize();
    return AddressRange.of(start & -unit, unit * random.nextInt(1, 200));
  }

  private static long startOf(Granule granule) {
    return 3 * granule.entrySize(2) - 300 * granule.pageSize();
  }

  private static void change(Stage2Tables tables, AddressRange range, Random random) {
    Stage2Attributes attributes =
        random.nextInt(3) == 0 ? RAM.with(PERMISSIONS.get(random.nextInt(4))) : RAM;
    switch (random.nextInt(3)) {
      case 0 -> tables.unmap(range);
      case 1 -> tables.protect(range, attributes);
      default -> {
        tables.unmap(range);
        tables.map(range, range.start().value(), attributes);
      }
    }
  }
}
