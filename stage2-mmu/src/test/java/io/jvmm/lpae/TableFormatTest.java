package io.jvmm.lpae;

import static io.jvmm.lpae.Granule.SIZE_16K;
import static io.jvmm.lpae.Granule.SIZE_4K;
import static io.jvmm.lpae.Granule.SIZE_64K;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.lpae.TableFormat.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableFormatTest {
  private static final TableFormat PLAIN = new TableFormat(SIZE_4K, false);

  @Test
  void theTwoLowestBitsMeanSomethingElseAtEachLevel() {
    assertThat(PLAIN.kind(0b01, 0)).isEqualTo(Kind.INVALID);
    assertThat(PLAIN.kind(0b01, 1)).isEqualTo(Kind.LEAF);
    assertThat(PLAIN.kind(0b01, 2)).isEqualTo(Kind.LEAF);
    assertThat(PLAIN.kind(0b01, 3)).isEqualTo(Kind.INVALID);
    assertThat(PLAIN.kind(0b11, 0)).isEqualTo(Kind.TABLE);
    assertThat(PLAIN.kind(0b11, 2)).isEqualTo(Kind.TABLE);
    assertThat(PLAIN.kind(0b11, 3)).isEqualTo(Kind.LEAF);
    assertThat(PLAIN.kind(0b10, 3)).isEqualTo(Kind.INVALID);
  }

  @ParameterizedTest
  @CsvSource({
    "SIZE_4K, false, 1", "SIZE_16K, false, 2", "SIZE_64K, false, 2",
    "SIZE_4K, true, 0", "SIZE_16K, true, 1", "SIZE_64K, true, 1"
  })
  void wideAddressesAllowBlocksOneLevelEarlier(Granule granule, boolean wide, int level) {
    TableFormat format = new TableFormat(granule, wide);

    assertThat(format.kind(0b01, level)).isEqualTo(Kind.LEAF);
    assertThat(format.kind(0b01, level - 1)).isEqualTo(Kind.INVALID);
  }

  @Test
  void aTableDescriptorIsAnAddressAndTwoBits() {
    assertThat(PLAIN.table(0x5000)).isEqualTo(0x5003);
    assertThat(PLAIN.nextTable(0xfff0_0000_0000_5ffbL)).isEqualTo(0x5000);
  }

  @Test
  void aBlockLeadsToTheStartOfItsSize() {
    assertThat(PLAIN.output(0xc123_4001L, 1)).isEqualTo(0xc000_0000L);
    assertThat(PLAIN.output(0xc123_4001L, 2)).isEqualTo(0xc120_0000L);
  }

  /** FEAT_LPA2: bits 51:50 of the address in 9:8, bits 49:12 in place. */
  @Test
  void fourKibibytePagesKeepTheTwoHighestAddressBitsWhereShareabilityWas() {
    TableFormat format = new TableFormat(SIZE_4K, true);

    long page = format.leaf(3, 0x9_8765_4321_0000L, 1 << 10);

    assertThat(page).isEqualTo(0x1_8765_4321_0603L);
    assertThat(format.output(page, 3)).isEqualTo(0x9_8765_4321_0000L);
    assertThat(format.hasShareability()).isFalse();
  }

  /** FEAT_LPA: bits 51:48 of the address in 15:12, bits 47:16 in place. */
  @Test
  void pagesOf64KibibytesKeepTheFourHighestAddressBitsBelowThePage() {
    TableFormat format = new TableFormat(SIZE_64K, true);

    long page = format.leaf(3, 0x9_8765_4321_0000L, 0b11 << 8);

    assertThat(page).isEqualTo(0x8765_4321_9303L);
    assertThat(format.output(page, 3)).isEqualTo(0x9_8765_4321_0000L);
    assertThat(format.hasShareability()).isTrue();
  }

  @Test
  void entriesDescribeWhatTheGranuleMakesThem() {
    assertThat(SIZE_4K.entrySize(2)).isEqualTo(2L << 20);
    assertThat(SIZE_16K.entrySize(2)).isEqualTo(32L << 20);
    assertThat(SIZE_64K.entrySize(2)).isEqualTo(512L << 20);
    assertThat(SIZE_64K.entrySize(1)).isEqualTo(4L << 40);
    assertThat(SIZE_4K.entryBits(-1)).isEqualTo(48);
  }

  @Test
  void contiguousGroupsAreTheArchitectures() {
    assertThat(SIZE_4K.contiguousEntries(3)).isEqualTo(16);
    assertThat(SIZE_4K.contiguousEntries(1)).isEqualTo(16);
    assertThat(SIZE_4K.contiguousEntries(0)).isOne();
    assertThat(SIZE_16K.contiguousEntries(3)).isEqualTo(128);
    assertThat(SIZE_16K.contiguousEntries(2)).isEqualTo(32);
    assertThat(SIZE_16K.contiguousEntries(1)).isOne();
    assertThat(SIZE_64K.contiguousEntries(3)).isEqualTo(32);
  }
}
