package io.jvmm.mmio.pcie;

import static io.jvmm.mmio.pcie.PcieGuest.BAR_0;
import static io.jvmm.mmio.pcie.PcieGuest.BAR_2;
import static io.jvmm.mmio.pcie.PcieGuest.COMMAND;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.testkit.GeneratedTable;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** PCI Local Bus 3.0, chapter 6; PCI Express Base 6.0, 7.2.2: configuration space. */
class ConfigurationSpaceTest {
  private static final int DEVICE = 1;

  private final PcieGuest guest = new PcieGuest(2);

  @Test
  void aFunctionIsRecognisedByItsHeader() {
    assertThat(guest.config(DEVICE, 0x00, 4)).isEqualTo(0x5678_1234);
    assertThat(guest.config(DEVICE, 0x08, 4)).isEqualTo(0x01_80_02_9a);
    assertThat(guest.config(DEVICE, 0x0e, 1)).isZero();
    assertThat(guest.config(DEVICE, 0x2c, 4)).isEqualTo(0xf012_bcdeL);
    assertThat(guest.config(DEVICE, 0x3d, 1)).isEqualTo(1);
  }

  @Test
  void itIsReadInBytesHalfwordsAndWords() {
    assertThat(guest.config(DEVICE, 0x01, 1)).isEqualTo(0x12);
    assertThat(guest.config(DEVICE, 0x02, 2)).isEqualTo(0x5678);
    assertThat(guest.accepts(PcieGuest.configuration(DEVICE, 0), 8)).isFalse();
    assertThat(guest.accepts(PcieGuest.configuration(DEVICE, 2), 4)).isFalse();
  }

  @Test
  void whereNoFunctionIsReadsAreAllOnes() {
    assertThat(guest.config(0, 0, 4)).isEqualTo(0xffff_ffffL);
    assertThat(guest.config(3, 0, 2)).isEqualTo(0xffff);
    assertThat(guest.config(DEVICE, 0x1000, 1)).as("function 1").isEqualTo(0xff);
    assertThat(guest.config(32 + DEVICE, 0, 4)).as("bus 1").isEqualTo(0xffff_ffffL);
  }

  @Test
  void onlyTheCommandBitsThatMeanSomethingAreStored() {
    guest.config(DEVICE, COMMAND, 2, 0xffff);

    assertThat(guest.config(DEVICE, COMMAND, 2)).isEqualTo(0x0406);
  }

  @Test
  void readOnlyRegistersIgnoreWrites() {
    long before = guest.config(DEVICE, 0x00, 4);
    guest.config(DEVICE, 0x00, 4, -1);
    guest.config(DEVICE, 0x34, 1, -1);

    assertThat(guest.config(DEVICE, 0x00, 4)).isEqualTo(before);
    assertThat(guest.config(DEVICE, 0x34, 1)).isEqualTo(0x40);
  }

  @Test
  void allOnesInABaseAddressRegisterReadBackAsItsSize() {
    guest.config(DEVICE, BAR_0, 4, 0xffff_ffffL);
    guest.config(DEVICE, BAR_0 + 4, 4, 0xffff_ffffL);
    guest.config(DEVICE, BAR_2, 4, 0xffff_ffffL);

    assertThat(guest.config(DEVICE, BAR_0, 4)).as("4 KiB, 64 bits").isEqualTo(0xffff_f004L);
    assertThat(guest.config(DEVICE, BAR_0 + 4, 4)).isEqualTo(0xffff_ffffL);
    assertThat(guest.config(DEVICE, BAR_2, 4)).as("4 KiB, 32 bits").isEqualTo(0xffff_f000L);
  }

  @Test
  void unusedBaseAddressRegistersAndTheRomReadAsZero() {
    for (int offset : new int[] {0x1c, 0x20, 0x24, 0x30}) {
      guest.config(DEVICE, offset, 4, 0xffff_ffffL);
      assertThat(guest.config(DEVICE, offset, 4)).isZero();
    }
  }

  @Test
  void theCapabilityListStartsWithMsixAndEndsWithTheFunctionsOwn() {
    assertThat(guest.config(DEVICE, 0x06, 2) & 0x10).as("Capabilities List").isNotZero();
    assertThat(guest.config(DEVICE, 0x34, 1)).isEqualTo(0x40);
    assertThat(guest.config(DEVICE, 0x40, 2)).as("MSI-X").isEqualTo(0x4c11);
    assertThat(guest.config(DEVICE, 0x4c, 4)).as("vendor-specific, the last").isEqualTo(0x0009);
    assertThat(guest.config(DEVICE, 0x54, 4)).as("past the last").isZero();
  }

  @Test
  void theMsixCapabilitySaysHowManyVectorsAndWhere() {
    assertThat(guest.config(DEVICE, 0x40, 4)).isEqualTo(3L << 16 | 0x4c11);
    assertThat(guest.config(DEVICE, 0x44, 4)).as("at BAR 2").isEqualTo(2);
    assertThat(guest.config(DEVICE, 0x48, 4)).as("in its upper half").isEqualTo(0x800 | 2);
  }

  @Test
  void aCapabilityIsTheFunctionsOwnPastItsHeader() {
    guest.config(DEVICE, 0x50, 4, 0xcafe);
    guest.config(DEVICE, 0x4c, 4, 0xffff_ffffL);

    assertThat(guest.config(DEVICE, 0x50, 4)).isEqualTo(0xcafe);
    assertThat(guest.config(DEVICE, 0x4c, 4)).isEqualTo(0x0009);
    assertThat(guest.config(2, 0x50, 4)).as("another function").isZero();
  }

  @Test
  void thereAreNoExtendedCapabilities() {
    guest.config(DEVICE, 0x100, 4, 0xffff_ffffL);

    assertThat(guest.config(DEVICE, 0x100, 4)).isZero();
    assertThat(guest.config(DEVICE, 0xffc, 4)).isZero();
  }

  @Test
  void noSequenceOfAccessesMakesItFail() {
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      int width = 1 << random.nextInt(3);
      int offset = random.nextInt(0x120) & -width;
      if (random.nextBoolean()) {
        guest.config(1 + random.nextInt(3), offset, width, random.nextInt());
      } else {
        assertThat(guest.config(1 + random.nextInt(3), offset, width) >>> (width * 8)).isZero();
      }
    }
  }

  @Test
  void theDocumentedRegistersAreTheTable() throws IOException {
    GeneratedTable.ofDevice("pcie.md").requireRegisters(List.of(ConfigurationRegister.values()));
  }
}
