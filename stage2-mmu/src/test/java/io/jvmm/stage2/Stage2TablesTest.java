package io.jvmm.stage2;

import static io.jvmm.stage2.Stage2Attributes.RAM;
import static io.jvmm.stage2.Stage2Attributes.READ_ONLY_RAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.jvmm.vmm.memory.AddressRange;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class Stage2TablesTest {
  private static final long KIB4 = 1L << 12;
  private static final long MIB2 = 1L << 21;
  private static final long GIB = 1L << 30;

  private final Stage2Tables tables = new Stage2Tables(new Stage2Config(40, 40), Arena.ofAuto());
  private final TablePool pool = tables.pool();

  @Test
  void anAlignedGibibyteIsOneEntryOfTheRoot() {
    tables.map(AddressRange.of(GIB, GIB), 2 * GIB, RAM);

    assertThat(pool.read(1 * 8)).isEqualTo(0x8000_07fdL);
    assertThat(tables.tableCount()).isEqualTo(2);
  }

  @Test
  void theSecondRootTableFollowsTheFirst() {
    tables.map(AddressRange.of(512 * GIB, GIB), 0, RAM);

    assertThat(pool.read(512 * 8)).isEqualTo(0x7fd);
  }

  @Test
  void twoMebibytesAreABlockOfLevelTwo() {
    tables.map(AddressRange.of(GIB + 3 * MIB2, MIB2), 5 * MIB2, RAM);

    assertThat(pool.read(1 * 8)).isEqualTo(0x2003);
    assertThat(pool.read(0x2000 + 3 * 8)).isEqualTo(0xa0_07fdL);
    assertThat(tables.tableCount()).isEqualTo(3);
  }

  @Test
  void aPageTakesTwoMoreTables() {
    tables.map(AddressRange.of(GIB + 7 * KIB4, KIB4), 9 * KIB4, READ_ONLY_RAM);

    assertThat(pool.read(1 * 8)).isEqualTo(0x3003);
    assertThat(pool.read(0x3000)).isEqualTo(0x2003);
    assertThat(pool.read(0x2000 + 7 * 8)).isEqualTo(0x977fL);
    assertThat(tables.tableCount()).isEqualTo(4);
  }

  @Test
  void aRangeTakesTheLargestBlocksThatFit() {
    long start = GIB - MIB2 - KIB4;
    long end = 2 * GIB + MIB2 + KIB4;

    tables.map(AddressRange.of(start, end - start), start, RAM);

    assertThat(tables.mappings()).extracting(Mapping::level).containsExactly(3, 2, 1, 2, 3);
  }

  @Test
  void outputThatIsNotCongruentTakesPages() {
    tables.map(AddressRange.of(GIB, MIB2), KIB4, RAM);

    assertThat(tables.mappings()).hasSize(512).allMatch(mapping -> mapping.level() == 3);
  }

  @Test
  void protectingAPageSplitsOnlyWhatItMust() {
    tables.map(AddressRange.of(GIB, GIB), GIB, RAM);

    tables.protect(AddressRange.of(GIB, KIB4), READ_ONLY_RAM);

    assertThat(tables.mappings()).hasSize(512 + 511);
    assertThat(tables.mappings().getFirst().attributes()).isEqualTo(READ_ONLY_RAM);
    assertThat(tables.mappings().get(1).attributes()).isEqualTo(RAM);
    assertThat(tables.mappings().getLast().level()).isEqualTo(2);
  }

  @Test
  void undoingAProtectionMakesTheBlockWholeAgain() {
    tables.map(AddressRange.of(GIB, GIB), GIB, RAM);

    tables.protect(AddressRange.of(GIB + MIB2, KIB4), READ_ONLY_RAM);
    tables.protect(AddressRange.of(GIB + MIB2, KIB4), RAM);

    assertThat(pool.read(1 * 8)).isEqualTo(0x4000_07fdL);
    assertThat(tables.tableCount()).isEqualTo(2);
  }

  @Test
  void pagesMappedOneByOneBecomeABlock() {
    for (long offset = 0; offset < MIB2; offset += KIB4) {
      tables.map(AddressRange.of(GIB + offset, KIB4), offset, RAM);
    }

    assertThat(tables.mappings()).hasSize(1);
    assertThat(tables.tableCount()).isEqualTo(3);
  }

  @Test
  void pagesThatLeadElsewhereStayPages() {
    for (long offset = 0; offset < MIB2; offset += KIB4) {
      tables.map(AddressRange.of(GIB + offset, KIB4), offset ^ KIB4, RAM);
    }

    assertThat(tables.mappings()).hasSize(512);
  }

  @Test
  void unmappingTheMiddleOfABlockKeepsItsEnds() {
    tables.map(AddressRange.of(0, MIB2), 0, RAM);

    tables.unmap(AddressRange.of(KIB4, MIB2 - 2 * KIB4));

    assertThat(tables.mappings())
        .extracting(mapping -> mapping.guest().start().value())
        .containsExactly(0L, MIB2 - KIB4);
  }

  @Test
  void unmappingEverythingGivesEveryTableBack() {
    tables.map(AddressRange.of(KIB4, 3 * GIB), KIB4, RAM);
    tables.protect(AddressRange.of(GIB, KIB4), READ_ONLY_RAM);

    tables.unmap(AddressRange.of(0, 1L << 40));

    assertThat(tables.mappings()).isEmpty();
    assertThat(tables.tableCount()).isEqualTo(2);
  }

  @Test
  void aTableThatIsUsedAgainIsEmpty() {
    tables.map(AddressRange.of(KIB4, 3 * KIB4), KIB4, RAM);
    tables.unmap(AddressRange.of(0, GIB));

    tables.map(AddressRange.of(2 * KIB4, KIB4), 0, RAM);

    assertThat(tables.mappings()).hasSize(1);
  }

  @Test
  void protectingLeavesHolesAlone() {
    tables.map(AddressRange.of(KIB4, KIB4), 0, RAM);

    tables.protect(AddressRange.of(0, 4 * GIB), READ_ONLY_RAM);

    assertThat(tables.mappings())
        .containsExactly(new Mapping(AddressRange.of(KIB4, KIB4), 0, 3, READ_ONLY_RAM));
  }

  @Test
  void mappingWhatIsMappedIsRefusedAndChangesNothing() {
    tables.map(AddressRange.of(GIB, KIB4), 0, RAM);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> tables.map(AddressRange.of(GIB - KIB4, 2 * KIB4), 0, RAM))
        .withMessageContaining("[0x40000000, 0x40001000) is mapped already");
    assertThat(tables.mappings()).hasSize(1);
  }

  @Test
  void rangesThatAreNotWholePagesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tables.map(AddressRange.of(GIB + 1, KIB4), 0, RAM));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tables.unmap(AddressRange.of(GIB, KIB4 - 1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tables.map(AddressRange.of(GIB, KIB4), 8, RAM));
  }

  @Test
  void rangesOutsideTheAddressSpaceAreRefused() {
    long top = 1L << 40;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> tables.map(AddressRange.of(top - KIB4, 2 * KIB4), 0, RAM))
        .withMessageContaining("40-bit guest-physical space");
    assertThatIllegalArgumentException().isThrownBy(() -> tables.unmap(AddressRange.of(top, KIB4)));
  }

  @Test
  void outputsOutsideTheOutputSpaceAreRefused() {
    AddressRange range = AddressRange.of(GIB, 2 * KIB4);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> tables.map(range, (1L << 40) - KIB4, RAM))
        .withMessageContaining("40-bit output space");
    assertThatIllegalArgumentException().isThrownBy(() -> tables.map(range, -KIB4, RAM));
  }

  @Test
  void sixteenAlignedPagesSideBySideAreMarkedContiguous() {
    tables.map(AddressRange.of(0x1_0000, 17 * KIB4), 0x5_0000, RAM);

    assertThat(level3Entry(15)).isZero();
    assertThat(level3Entry(16)).isEqualTo(0x0010_0000_0005_07ffL);
    assertThat(level3Entry(31)).isEqualTo(0x0010_0000_0005_f7ffL);
    assertThat(level3Entry(32)).isEqualTo(0x0006_07ffL);
  }

  @Test
  void pagesWhoseOutputsAreNotAlignedTogetherAreNot() {
    tables.map(AddressRange.of(0x1_0000, 16 * KIB4), 0x5_1000, RAM);

    assertThat(level3Entry(16)).isEqualTo(0x0005_17ffL);
  }

  @Test
  void aGroupThatChangesInPartIsNoLongerContiguous() {
    tables.map(AddressRange.of(0x1_0000, 16 * KIB4), 0x5_0000, RAM);

    tables.protect(AddressRange.of(0x1_0000, KIB4), READ_ONLY_RAM);

    assertThat(level3Entry(16)).isEqualTo(0x5_077fL);
    assertThat(level3Entry(17)).isEqualTo(0x5_17ffL);
  }

  @Test
  void tablesCanStartAtAnyAddressThatIsAlignedToThem() {
    Stage2Tables elsewhere =
        new Stage2Tables(
            new Stage2Config(40, 40), 0x4000_2000L, TableListener.NONE, Arena.ofAuto());

    elsewhere.map(AddressRange.of(0, KIB4), 0, RAM);

    assertThat(elsewhere.pool().read(0x4000_2000L)).isEqualTo(0x4000_5003L);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Stage2Tables(
                    new Stage2Config(40, 40), 0x4000_1000L, TableListener.NONE, Arena.ofAuto()));
  }

  @Test
  void aCopyIsWhatAProcessorWouldRead() {
    tables.map(AddressRange.of(0, KIB4), 0, RAM);
    MemorySegment image = Arena.ofAuto().allocate(tables.byteSize());

    tables.copyTo(image);

    assertThat(image.byteSize()).isEqualTo(4 * KIB4);
    assertThat(image.get(ValueLayout.JAVA_LONG, 0)).isEqualTo(0x3003);
    assertThat(image.get(ValueLayout.JAVA_LONG, 0x2000)).isEqualTo(0x7ffL);
  }

  @Test
  void wideDescriptorsCannotSayThatMemoryIsNotInnerShareable() {
    Stage2Tables wide = new Stage2Tables(new Stage2Config(52, 52), Arena.ofAuto());
    Stage2Attributes outer =
        new Stage2Attributes(
            RAM.memory(),
            RAM.permissions(),
            Stage2Attributes.Shareability.OUTER,
            true,
            RAM.execution());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> wide.map(AddressRange.of(0, KIB4), 0, outer))
        .withMessageContaining("cannot say OUTER");
  }

  @Test
  void theDescriptionHasALineForEachStretch() {
    tables.map(AddressRange.of(GIB, GIB + MIB2 + KIB4), 0, RAM);
    tables.map(AddressRange.of(0, KIB4), 8 * GIB, READ_ONLY_RAM);

    assertThat(tables.describe())
        .isEqualToNormalizingNewlines(
            """
            40-bit addresses, 4 KiB granule, lookups from level 1 in 2 tables, 6 tables in all
            [0x0, 0x1000) -> 0x200000000  r-x normal write back, inner shareable  (1 x 4 KiB)
            [0x40000000, 0x80201000) -> 0x0  rwx normal write back, inner shareable\
              (1 x 1 GiB, 1 x 2 MiB, 1 x 4 KiB)
            """);
  }

  @Test
  void theSummaryHasTheFewestRanges() {
    tables.map(AddressRange.of(GIB, MIB2), 0, RAM);
    tables.map(AddressRange.of(GIB + MIB2, KIB4), MIB2, RAM);
    tables.map(AddressRange.of(GIB + MIB2 + KIB4, KIB4), 8 * GIB, RAM);

    assertThat(tables.summary().ranges())
        .extracting(MappedRange::guest, MappedRange::output, MappedRange::blocks)
        .containsExactly(
            tuple(AddressRange.of(GIB, MIB2 + KIB4), 0L, new TreeMap<>(Map.of(MIB2, 1, KIB4, 1))),
            tuple(
                AddressRange.of(GIB + MIB2 + KIB4, KIB4), 8 * GIB, new TreeMap<>(Map.of(KIB4, 1))));
  }

  /** An entry of the table of pages at address 0, the first that is made. */
  private long level3Entry(int index) {
    return pool.read(0x2000 + index * 8L);
  }
}
