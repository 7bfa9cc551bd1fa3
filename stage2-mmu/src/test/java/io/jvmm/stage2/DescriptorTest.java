package io.jvmm.stage2;

import static io.jvmm.stage2.Stage2Attributes.Permissions.NONE;
import static io.jvmm.stage2.Stage2Attributes.Permissions.READ_ONLY;
import static io.jvmm.stage2.Stage2Attributes.Permissions.WRITE_ONLY;
import static io.jvmm.stage2.Stage2Attributes.RAM;
import static io.jvmm.stage2.Stage2Attributes.READ_ONLY_RAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.lpae.Granule;
import io.jvmm.lpae.TableFormat;
import io.jvmm.stage2.Stage2Attributes.Execution;
import io.jvmm.stage2.Stage2Attributes.MemoryType;
import io.jvmm.stage2.Stage2Attributes.Permissions;
import io.jvmm.stage2.Stage2Attributes.Shareability;
import org.junit.jupiter.api.Test;

/** Bits put together by hand, as Arm ARM has them in "VMSAv8-64 descriptor formats". */
class DescriptorTest {
  private static final TableFormat PLAIN = new TableFormat(Granule.SIZE_4K, false);

  @Test
  void aPageOfRam() {
    // MemAttr 1111 << 2 | S2AP 11 << 6 | SH 11 << 8 | AF << 10 | page 11
    assertThat(leaf(3, 0x4000_1000L, RAM)).isEqualTo(0x4000_17ffL);
  }

  @Test
  void aBlockOfRamDiffersFromAPageInBitOne() {
    assertThat(leaf(2, 0x4020_0000L, RAM)).isEqualTo(0x4020_07fdL);
    assertThat(leaf(1, 0x80_4000_0000L, RAM)).isEqualTo(0x80_4000_07fdL);
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
    assertThat(leaf(3, 0x900_0000L, device)).isEqualTo(0x0040_0000_0900_00c7L);
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
  void mixedAndReservedEncodingsCountAsWhatIsCachedLess() {
    assertThat(memoryOf(0b0100)).isEqualTo(MemoryType.NORMAL_NON_CACHEABLE);
    assertThat(memoryOf(0b1101)).isEqualTo(MemoryType.NORMAL_NON_CACHEABLE);
    assertThat(memoryOf(0b1011)).isEqualTo(MemoryType.NORMAL_WRITE_THROUGH);
  }

  @Test
  void theReservedShareabilityCountsAsOuter() {
    assertThat(Stage2Attributes.of(0x7ff & ~(0b10 << 8), PLAIN).shareability())
        .isEqualTo(Shareability.OUTER);
  }

  @Test
  void onlyPermissionsMayChangeWithoutABreak() {
    Descriptor old = new Descriptor(leaf(3, 0x1000, RAM));

    assertThat(old.mustBreakBefore(new Descriptor(leaf(3, 0x1000, READ_ONLY_RAM)))).isFalse();
    assertThat(old.mustBreakBefore(new Descriptor(leaf(3, 0x2000, RAM)))).isTrue();
    assertThat(old.mustBreakBefore(old.contiguous(true))).isTrue();
    assertThat(old.mustBreakBefore(old)).isFalse();
    assertThat(old.mustBreakBefore(Descriptor.INVALID)).isFalse();
    assertThat(Descriptor.INVALID.mustBreakBefore(old)).isFalse();
  }

  private static MemoryType memoryOf(long memAttr) {
    return Stage2Attributes.of(memAttr << 2, PLAIN).memory();
  }

  private static long leaf(int level, long output, Stage2Attributes attributes) {
    return PLAIN.leaf(level, output, attributes.bits(PLAIN));
  }

  private static long ramWith(Permissions permissions) {
    return leaf(3, 0, RAM.with(permissions));
  }

  private static long ramExecuted(Execution execution) {
    Stage2Attributes attributes =
        new Stage2Attributes(RAM.memory(), RAM.permissions(), RAM.shareability(), true, execution);
    return leaf(3, 0, attributes);
  }

  private static void assertComesBack(Stage2Attributes attributes) {
    long page = leaf(3, 0xffff_ffff_f000L, attributes);

    assertThat(Stage2Attributes.of(page, PLAIN)).isEqualTo(attributes);
    assertThat(PLAIN.output(page, 3)).isEqualTo(0xffff_ffff_f000L);
  }
}
