package io.jvmm.stage2;

import static io.jvmm.stage2.Stage2Access.READ;
import static io.jvmm.stage2.Stage2Access.WRITE;
import static io.jvmm.stage2.Stage2Attributes.RAM;
import static io.jvmm.stage2.Stage2Attributes.READ_ONLY_RAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.lpae.FaultKind;
import io.jvmm.stage2.Stage2Attributes.Permissions;
import io.jvmm.stage2.Translation.Fault;
import io.jvmm.stage2.Translation.Mapped;
import io.jvmm.vmm.error.GuestException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Walks of tables written by hand, bit by bit. */
class WalkerTest {
  private static final long TABLE_1 = 0x1000;
  private static final long TABLE_2 = 0x2000;
  private static final long TABLE_3 = 0x3000;
  private static final long MIB2 = 1L << 21;
  private static final long GIB = 1L << 30;

  private static final long ROOT = 0;

  private final Map<Long, Long> memory = new HashMap<>();

  /** 48 bits, four levels from 0; outputs of 40 bits. */
  private final Walker walker = new Walker(new Stage2Config(48, 40), this::read, ROOT);

  WalkerTest() {
    write(ROOT, 0, TABLE_1 | 0b11);
    write(TABLE_1, 0, TABLE_2 | 0b11);
    write(TABLE_2, 0, TABLE_3 | 0b11);
  }

  @Test
  void aPageIsFoundAtLevelThree() {
    write(TABLE_3, 5, 0x1234_57ff);

    assertThat(walker.walk(0x5678, READ)).isEqualTo(new Mapped(0x1234_5678, 3, RAM, 4096));
  }

  @Test
  void aBlockKeepsTheLowBitsOfTheAddress() {
    write(TABLE_2, 1, 0x4060_07fd);
    write(TABLE_1, 1, 0x80_c000_07fdL);

    assertThat(walker.walk(MIB2 + 0x12_3456, READ))
        .isEqualTo(new Mapped(0x4072_3456, 2, RAM, MIB2));
    assertThat(walker.walk(GIB + 0x3fff_ffff, WRITE))
        .isEqualTo(new Mapped(0x80_ffff_ffffL, 1, RAM, GIB));
  }

  @Test
  void anInvalidEntryFaultsAtItsLevel() {
    assertThat(walker.walk(1L << 39, READ)).isEqualTo(new Fault(FaultKind.TRANSLATION, 0));
    assertThat(walker.walk(GIB, READ)).isEqualTo(new Fault(FaultKind.TRANSLATION, 1));
    assertThat(walker.walk(MIB2, READ)).isEqualTo(new Fault(FaultKind.TRANSLATION, 2));
    assertThat(walker.walk(0, READ)).isEqualTo(new Fault(FaultKind.TRANSLATION, 3));
  }

  @Test
  void aBlockWhereThereCanBeNoneIsInvalid() {
    write(ROOT, 1, 0x7fd);
    write(TABLE_3, 0, 0x7fd);

    assertThat(walker.walk(1L << 39, READ)).isEqualTo(new Fault(FaultKind.TRANSLATION, 0));
    assertThat(walker.walk(0, READ)).isEqualTo(new Fault(FaultKind.TRANSLATION, 3));
  }

  @Test
  void anAddressThatIsTooWideFaultsAtLevelZero() {
    assertThat(walker.walk(1L << 48, READ)).isEqualTo(new Fault(FaultKind.TRANSLATION, 0));
    assertThat(walker.walk(-1, READ)).isEqualTo(new Fault(FaultKind.TRANSLATION, 0));
  }

  @Test
  void anOutputThatIsTooWideIsAnAddressSizeFault() {
    write(TABLE_3, 0, 1L << 40 | 0x7ff);
    write(TABLE_2, 1, 1L << 41 | 0x7fd);
    write(TABLE_1, 1, 1L << 47 | 0b11);

    assertThat(walker.walk(0, READ)).isEqualTo(new Fault(FaultKind.ADDRESS_SIZE, 3));
    assertThat(walker.walk(MIB2, READ)).isEqualTo(new Fault(FaultKind.ADDRESS_SIZE, 2));
    assertThat(walker.walk(GIB, READ)).isEqualTo(new Fault(FaultKind.ADDRESS_SIZE, 1));
  }

  @Test
  void theAccessFlagIsLookedAtBeforePermissions() {
    write(TABLE_3, 0, 0x7ff & ~(1 << 10) & ~(0b11 << 6));

    assertThat(walker.walk(0, READ)).isEqualTo(new Fault(FaultKind.ACCESS_FLAG, 3));
  }

  @Test
  void aStoreToReadOnlyMemoryIsAPermissionFault() {
    write(TABLE_3, 0, 0x77f);

    assertThat(walker.walk(8, READ)).isEqualTo(new Mapped(8, 3, READ_ONLY_RAM, 4096));
    assertThat(walker.walk(8, WRITE)).isEqualTo(new Fault(FaultKind.PERMISSION, 3));
  }

  @Test
  void aLoadFromWriteOnlyMemoryIsAPermissionFault() {
    write(TABLE_2, 1, 0x7bd);

    assertThat(walker.walk(MIB2, READ)).isEqualTo(new Fault(FaultKind.PERMISSION, 2));
    assertThat(walker.walk(MIB2, WRITE))
        .isEqualTo(new Mapped(0, 2, RAM.with(Permissions.WRITE_ONLY), MIB2));
  }

  @Test
  void aTableWhereNoMemoryIsAbortsTheWalkAtItsLevel() {
    write(TABLE_1, 2, 0x10_0000 | 0b11);
    Walker lost = new Walker(new Stage2Config(48, 40), this::read, 0x8000_0000L);

    assertThat(walker.walk(2 * GIB, READ)).isEqualTo(new Fault(FaultKind.EXTERNAL_ABORT, 2));
    assertThat(lost.walk(0, READ)).isEqualTo(new Fault(FaultKind.EXTERNAL_ABORT, 0));
  }

  @Test
  void tablesThatPointToThemselvesEndAtLevelThree() {
    write(ROOT, 0, ROOT | 0b11);

    assertThat(walker.walk(0, READ)).isEqualTo(new Fault(FaultKind.ACCESS_FLAG, 3));
  }

  @Test
  void concatenatedTablesAreIndexedAsOne() {
    Walker three = new Walker(new Stage2Config(40, 40), this::read, ROOT);
    write(TABLE_1, 3, 0x7fd); // entry 515 of the root

    assertThat(three.walk(515 * GIB + 5, READ)).isEqualTo(new Mapped(5, 1, RAM, GIB));
  }

  private void write(long table, long index, long bits) {
    memory.put(table + index * Long.BYTES, bits);
  }

  /** There are sixteen pages of memory. */
  private long read(long address) {
    if (address < 0 || address >= 0x1_0000) {
      throw new GuestException("nothing is at 0x%x".formatted(address));
    }
    return memory.getOrDefault(address, 0L);
  }
}
