package io.jvmm.stage2;

import static io.jvmm.stage2.Stage2Attributes.Permissions.NONE;
import static io.jvmm.stage2.Stage2Attributes.Permissions.READ_ONLY;
import static io.jvmm.stage2.Stage2Attributes.Permissions.WRITE_ONLY;
import static io.jvmm.stage2.Stage2Attributes.RAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jvmm.stage2.Descriptor.Kind;
import io.jvmm.stage2.Stage2Attributes.Execution;
import io.jvmm.stage2.Stage2Attributes.MemoryType;
import io.jvmm.stage2.Stage2Attributes.Permissions;
import io.jvmm.stage2.Stage2Attributes.Shareability;
import org.junit.jupiter.api.Test;

/** Bits put together by hand from the tables of Arm ARM D8.3.1. */
class DescriptorTest {
  @Test
  void aPageOfRam() {
    // MemAttr 1111 << 2 | S2AP 11 << 6 | SH 11 << 8 | AF << 10 | page 11
    assertThat(Descriptor.leaf(3, 0x4000_1000L, RAM).bits()).isEqualTo(0x4000_17ffL);
  }

  @Test
  void aBlockOfRamDiffersFromAPageInBitOne() {
    assertThat(Descriptor.leaf(2, 0x4020_0000L, RAM).bits()).isEqualTo(0x4020_07fdL);
    assertThat(Descriptor.leaf(1, 0x80_4000_0000L, RAM).bits()).isEqualTo(0x80_4000_07fdL);
  }

  @Test
  void permissionsAreInBits7And6() {
    assertThat(ramWith(NONE)).isEqualTo(0x73fL);
    assertThat(ramWith(READ_ONLY)).isEqualTo(0x77fL);
    assertThat(ramWith(WRITE_ONLY)).isEqualTo(0x7bfL);
  }

  @Test
  void deviceMemoryThatIsNeverExecutedNorYetAccessed() {
    Stage2Attributes device =
        new Stage2Attributes(
            MemoryType.DEVICE_NGNRE,
            Permissions.READ_WRITE,
            Shareability.NONE,
            false,
            Execution.NOWHERE);

    // XN 10 << 53 | S2AP 11 << 6 | MemAttr 0001 << 2 | page 11
    assertThat(Descriptor.leaf(3, 0x900_0000L, device).bits()).isEqualTo(0x0040_0000_0900_00c7L);
  }

  @Test
  void executionIsInBits54And53() {
    assertThat(ramExecuted(Execution.EL0_ONLY)).isEqualTo(0x0020_0000_0000_07ffL);
    assertThat(ramExecuted(Execution.EL1_ONLY)).isEqualTo(0x0060_0000_0000_07ffL);
  }

  @Test
  void everyAttributeComesBackFromItsBits() {
    for (MemoryType memory : MemoryType.values()) {
      for (Permissions permissions : Permissions.values()) {
        for (Shareability shareability : Shareability.values()) {
          for (Execution execution : Execution.values()) {
            assertComesBack(
                new Stage2Attributes(memory, permissions, shareability, true, execution));
            assertComesBack(
                new Stage2Attributes(memory, permissions, shareability, false, execution));
          }
        }
      }
    }
  }

  @Test
  void bitsThatNoAttributeHasAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Descriptor(0b0100 << 2 | 0b11).attributes());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Descriptor(0x7ff & ~(0b10 << 8)).attributes());
  }

  @Test
  void theTwoLowestBitsMeanSomethingElseAtEachLevel() {
    Descriptor bit0 = new Descriptor(0b01);
    Descriptor both = new Descriptor(0b11);

    assertThat(bit0.kind(0)).isEqualTo(Kind.INVALID);
    assertThat(bit0.kind(1)).isEqualTo(Kind.LEAF);
    assertThat(bit0.kind(2)).isEqualTo(Kind.LEAF);
    assertThat(bit0.kind(3)).isEqualTo(Kind.INVALID);
    assertThat(both.kind(0)).isEqualTo(Kind.TABLE);
    assertThat(both.kind(2)).isEqualTo(Kind.TABLE);
    assertThat(both.kind(3)).isEqualTo(Kind.LEAF);
    assertThat(new Descriptor(0b10).kind(3)).isEqualTo(Kind.INVALID);
  }

  @Test
  void aTableDescriptorIsAnAddressAndTwoBits() {
    Descriptor table = Descriptor.table(0x5000);

    assertThat(table.bits()).isEqualTo(0x5003);
    assertThat(table.nextTable()).isEqualTo(0x5000);
  }

  @Test
  void aBlockLeadsToTheStartOfItsSize() {
    Descriptor block = Descriptor.leaf(1, 0xc000_0000L, RAM);

    assertThat(block.output(1)).isEqualTo(0xc000_0000L);
    assertThat(block.part(1, 511).bits()).isEqualTo(0xffe0_07fdL);
    assertThat(block.part(1, 511).part(2, 1).bits()).isEqualTo(0xffe0_17ffL);
  }

  private static long ramWith(Permissions permissions) {
    return Descriptor.leaf(3, 0, RAM.with(permissions)).bits();
  }

  private static long ramExecuted(Execution execution) {
    Stage2Attributes attributes =
        new Stage2Attributes(RAM.memory(), RAM.permissions(), RAM.shareability(), true, execution);
    return Descriptor.leaf(3, 0, attributes).bits();
  }

  private static void assertComesBack(Stage2Attributes attributes) {
    Descriptor page = Descriptor.leaf(3, 0xffff_ffff_f000L, attributes);

    assertThat(page.attributes()).isEqualTo(attributes);
    assertThat(page.output(3)).isEqualTo(0xffff_ffff_f000L);
  }
}
