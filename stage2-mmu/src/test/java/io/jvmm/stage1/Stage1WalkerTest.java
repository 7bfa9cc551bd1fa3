package io.jvmm.stage1;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.lpae.FaultKind;
import io.jvmm.stage1.Stage1Translation.Fault;
import io.jvmm.stage1.Stage1Translation.Translated;
import io.jvmm.vmm.error.GuestException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Walks of tables written by hand, bit by bit. */
class Stage1WalkerTest {
  private static final long MMU_ON = 1;
  private static final long BIG_ENDIAN_TABLES = 1L << 25;

  /** 48 bits and 4 KiB in both halves, outputs of 48 bits. */
  private static final long TCR = 0b101L << 32 | 0b10L << 30 | 16 << 16 | 16;

  private static final long TBI0 = 1L << 37;
  private static final long TBI1 = 1L << 38;
  private static final long HA = 1L << 39;
  private static final long HD = 1L << 40;
  private static final long HPD0 = 1L << 41;
  private static final long DS = 1L << 59;
  private static final long EPD0 = 1 << 7;
  private static final long EPD1 = 1 << 23;

  private static final long LOW = 0x1_0000;
  private static final long HIGH = 0x2_0000;
  private static final long TABLE_1 = 0x3_0000;
  private static final long TABLE_2 = 0x4_0000;
  private static final long TABLE_3 = 0x5_0000;

  /** A page or block with AF, writable at EL1 only, executable. */
  private static final long PAGE = 1 << 10 | 0b11;

  private static final long BLOCK = 1 << 10 | 0b01;
  private static final long TABLE = 0b11;
  private static final PageAttributes KERNEL = new PageAttributes(true, false, false, false, 0);

  private final Map<Long, Long> memory = new HashMap<>();

  Stage1WalkerTest() {
    write(LOW, 0, TABLE_1 | TABLE);
    write(TABLE_1, 0, TABLE_2 | TABLE);
    write(TABLE_2, 0, TABLE_3 | TABLE);
    write(TABLE_3, 1, 0x1234_5000 | PAGE);
  }

  @Test
  void aPageOfTheLowerHalfIsFound() {
    assertThat(translate(TCR, 0x1678)).isEqualTo(new Translated(0x1234_5678, 3, KERNEL));
  }

  @Test
  void theUpperHalfHasTablesOfItsOwn() {
    write(HIGH, 511, TABLE_1 | TABLE);
    write(TABLE_1, 511, 0x80_4000_0000L | BLOCK);

    assertThat(translate(TCR, -0x1234)).isEqualTo(new Translated(0x80_7fff_edccL, 1, KERNEL));
    assertThat(translate(TCR, -1L << 48)).isEqualTo(new Fault(FaultKind.TRANSLATION, 0));
  }

  @Test
  void addressesBetweenTheHalvesAreNobodys() {
    assertThat(translate(TCR, 1L << 48)).isEqualTo(new Fault(FaultKind.TRANSLATION, 0));
    assertThat(translate(TCR, (-1L << 48) - 1)).isEqualTo(new Fault(FaultKind.TRANSLATION, 0));
  }

  @Test
  void aTagIsIgnoredWhereTcrSaysSo() {
    long tagged = 0x5a00_0000_0000_1678L;

    assertThat(translate(TCR, tagged)).isEqualTo(new Fault(FaultKind.TRANSLATION, 0));
    assertThat(translate(TCR | TBI1, tagged)).isEqualTo(new Fault(FaultKind.TRANSLATION, 0));
    assertThat(translate(TCR | TBI0, tagged)).isEqualTo(new Translated(0x1234_5678, 3, KERNEL));
  }

  @Test
  void walksCanBeForbiddenForEachHalf() {
    assertThat(translate(TCR | EPD0, 0x1678)).isEqualTo(new Fault(FaultKind.TRANSLATION, 0));
    assertThat(translate(TCR | EPD1, 0x1678)).isInstanceOf(Translated.class);
  }

  @Test
  void withoutTranslationAnAddressStandsForItself() {
    Stage1Registers off = new Stage1Registers(LOW, HIGH, TCR | TBI0, 0, 40);
    Stage1Walker walker = new Stage1Walker(off, this::read);

    assertThat(walker.translate(0x12_3456_789aL))
        .isEqualTo(new Translated(0x12_3456_789aL, 0, PageAttributes.UNTRANSLATED));
    assertThat(walker.translate(0x5a00_0000_0000_1000L))
        .isEqualTo(new Translated(0x1000, 0, PageAttributes.UNTRANSLATED));
    assertThat(walker.translate(1L << 40)).isEqualTo(new Fault(FaultKind.ADDRESS_SIZE, 0));
  }

  @Test
  void tablesRestrictWhatIsBelowThem() {
    write(TABLE_3, 2, 0x9000 | PAGE | 1 << 6); // EL0 too
    write(LOW, 0, TABLE_1 | TABLE | 1L << 61); // APTable: not at EL0
    write(TABLE_1, 0, TABLE_2 | TABLE | 1L << 62); // APTable: read-only
    write(TABLE_2, 0, TABLE_3 | TABLE | 1L << 59); // PXNTable

    assertThat(translate(TCR, 0x2000))
        .isEqualTo(new Translated(0x9000, 3, new PageAttributes(false, false, true, false, 0)));
    assertThat(translate(TCR | HPD0, 0x2000))
        .isEqualTo(new Translated(0x9000, 3, new PageAttributes(true, true, false, false, 0)));
  }

  @Test
  void aPageSaysWhatMayBeDoneAndOfWhichTypeItsMemoryIs() {
    write(TABLE_3, 2, 0x9000 | PAGE | 1L << 54 | 1 << 7 | 5 << 2);

    assertThat(translate(TCR, 0x2000))
        .isEqualTo(new Translated(0x9000, 3, new PageAttributes(false, false, false, true, 5)));
  }

  @Test
  void aClearAccessFlagFaultsUnlessTheProcessorSetsIt() {
    write(TABLE_3, 2, 0x9000 | 0b11);

    assertThat(translate(TCR, 0x2000)).isEqualTo(new Fault(FaultKind.ACCESS_FLAG, 3));
    assertThat(translate(TCR | HA, 0x2000)).isEqualTo(new Translated(0x9000, 3, KERNEL));
  }

  @Test
  void aPageThatIsWritableButCleanCountsAsWritable() {
    write(TABLE_3, 2, 0x9000 | PAGE | 1 << 7 | 1L << 51);
    PageAttributes readOnly = new PageAttributes(false, false, false, false, 0);

    assertThat(translate(TCR | HA | HD, 0x2000)).isEqualTo(new Translated(0x9000, 3, KERNEL));
    assertThat(translate(TCR | HA, 0x2000)).isEqualTo(new Translated(0x9000, 3, readOnly));
  }

  @Test
  void theContiguousHintChangesNothing() {
    write(TABLE_3, 2, 0x9000 | PAGE | 1L << 52);

    assertThat(translate(TCR, 0x2000)).isEqualTo(new Translated(0x9000, 3, KERNEL));
  }

  @Test
  void fiftyTwoBitsOfFourKibibytePagesStartAtLevelMinusOne() {
    long wide = (TCR & ~0x3fL & ~(0b111L << 32)) | DS | 0b110L << 32 | 12;
    long root = 0x6_0000;
    write(root, 8, LOW | TABLE);
    write(TABLE_3, 2, 0x1_0000_0000_9000L | PAGE | 0b10 << 8); // bits 51:50 of the address

    Stage1Walker walker =
        new Stage1Walker(new Stage1Registers(root, HIGH, wide, MMU_ON, 52), this::read);

    assertThat(walker.translate(0x8_0000_0000_2000L))
        .isEqualTo(new Translated(0x9_0000_0000_9000L, 3, KERNEL));
    assertThat(walker.translate(0)).isEqualTo(new Fault(FaultKind.TRANSLATION, -1));
  }

  @Test
  void eachHalfHasAGranuleOfItsOwn() {
    long tcr = 0b101L << 32 | 0b11L << 30 | 39 << 16 | 0b10 << 14 | 39; // 64K above, 16K below
    write(LOW, 0, 0x4_c000 | PAGE); // 25 bits of 16 KiB pages: level 3 is the first
    write(HIGH, 2, 0x77_0000 | PAGE);

    assertThat(translate(tcr, 0x123)).isEqualTo(new Translated(0x4_c123, 3, KERNEL));
    assertThat(translate(tcr, -0x200_0000L + 0x2_1234))
        .isEqualTo(new Translated(0x77_1234, 3, KERNEL));
  }

  @Test
  void sizesThatTheArchitectureHasNotGotFault() {
    assertThat(translate((TCR & ~0x3fL) | 15, 0)).isEqualTo(new Fault(FaultKind.TRANSLATION, 0));
    assertThat(translate((TCR & ~0x3fL) | 49, 0)).isEqualTo(new Fault(FaultKind.TRANSLATION, 0));
  }

  @Test
  void anAddressWiderThanTheOutputsIsAnAddressSizeFault() {
    write(TABLE_3, 2, 1L << 36 | PAGE);
    write(TABLE_2, 1, 1L << 40 | TABLE);
    long narrow = (TCR & ~(0b111L << 32)) | 0b001L << 32; // 36 bits

    assertThat(translate(narrow, 0x2000)).isEqualTo(new Fault(FaultKind.ADDRESS_SIZE, 3));
    assertThat(translate(narrow, 0x20_0000)).isEqualTo(new Fault(FaultKind.ADDRESS_SIZE, 2));
    assertThat(translate(TCR, 0x2000)).isInstanceOf(Translated.class);
  }

  @Test
  void aTableWhereNoMemoryIsAbortsTheWalk() {
    write(TABLE_2, 1, 0x800_0000 | TABLE);

    assertThat(translate(TCR, 0x20_0000)).isEqualTo(new Fault(FaultKind.EXTERNAL_ABORT, 3));
  }

  @Test
  void bigEndianTablesAreReadAsSuch() {
    memory.replaceAll((_, descriptor) -> Long.reverseBytes(descriptor));
    Stage1Registers registers = new Stage1Registers(LOW, HIGH, TCR, MMU_ON | BIG_ENDIAN_TABLES, 48);

    assertThat(new Stage1Walker(registers, this::read).translate(0x1678))
        .isEqualTo(new Translated(0x1234_5678, 3, KERNEL));
  }

  @Test
  void whateverTheRegistersAndTablesAreThereIsAnAnswer() {
    Random random = new Random(1);
    int translated = 0;
    for (int i = 0; i < 200_000; i++) {
      Stage1Registers registers =
          new Stage1Registers(
              random.nextLong(),
              random.nextLong(),
              random.nextLong(),
              random.nextLong() | MMU_ON,
              random.nextInt(32, 53));
      Stage1Walker walker = new Stage1Walker(registers, _ -> random.nextLong());
      if (walker.translate(random.nextLong() >> random.nextInt(64)) instanceof Translated) {
        translated++;
      }
    }

    assertThat(translated).isBetween(100, 199_000);
  }

  private Stage1Translation translate(long tcr, long address) {
    Stage1Registers registers = new Stage1Registers(LOW, HIGH, tcr, MMU_ON, 48);
    return new Stage1Walker(registers, this::read).translate(address);
  }

  private void write(long table, long index, long descriptor) {
    memory.put(table + index * Long.BYTES, descriptor);
  }

  /** There is 1 MiB of memory. */
  private long read(long address) {
    if (address < 0 || address >= 1 << 20) {
      throw new GuestException("nothing is at 0x%x".formatted(address));
    }
    return memory.getOrDefault(address, 0L);
  }
}
