package io.jvmm.mmio.fwcfg;

import static io.jvmm.mmio.fwcfg.FwCfgGuest.BUFFER;
import static io.jvmm.mmio.fwcfg.FwCfgGuest.COMMAND;
import static io.jvmm.mmio.fwcfg.FwCfgGuest.DATA;
import static io.jvmm.mmio.fwcfg.FwCfgGuest.DMA;
import static io.jvmm.mmio.fwcfg.FwCfgGuest.SELECTOR;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.error.GuestException;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.RegisterMap;
import io.jvmm.vmm.testkit.GeneratedTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FwCfgTest {
  private static final byte[] CONTENT = "firmware configuration".getBytes(US_ASCII);
  private static final int FILE = 0x20;

  private final FwCfgGuest guest =
      new FwCfgGuest(FwCfgItems.builder().file("opt/test", CONTENT).build());

  // Registers

  @Test
  void afterAResetTheSignatureIsSelected() {
    assertThat(guest.device.read(new Access(0, 4)))
        .isEqualTo('Q' | 'E' << 8 | 'M' << 16 | 'U' << 24);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void loadsTakeTheNextBytesInOrder(int width) {
    guest.select(FILE);

    assertThat(guest.read(width, 16 / width)).isEqualTo("firmware configu".getBytes(US_ASCII));
  }

  @Test
  void selectingStartsAgain() {
    guest.select(FILE);
    guest.read(8, 1);

    guest.select(FILE);

    assertThat(guest.read(8, 1)).isEqualTo("firmware".getBytes(US_ASCII));
  }

  @Test
  void behindTheEndAreZeros() {
    guest.select(FILE);
    guest.read(8, 2);

    assertThat(guest.read(8, 2)).startsWith("ration".getBytes(US_ASCII)).endsWith(new byte[10]);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x02, 0x08, 0x21, 0x4020, 0x8000, 0xffff})
  void whatIsNotThereIsZeros(int key) {
    guest.select(key);

    assertThat(guest.read(8, 4)).containsOnly(0);
  }

  @Test
  void storesToDataAreIgnored() {
    guest.select(FILE);

    guest.device.write(DATA, -1);

    assertThat(guest.read(8, 1)).isEqualTo("firmware".getBytes(US_ASCII));
  }

  @Test
  void theDmaRegisterHasASignature() {
    assertThat(Long.reverseBytes(guest.device.read(DMA))).isEqualTo(0x51454d55_20434647L);
    assertThat(guest.device.read(new Access(0x10, 4))).isEqualTo(0x554d_4551L);
    assertThat(guest.device.read(new Access(0x14, 4))).isEqualTo(0x4746_4320L);
  }

  @ParameterizedTest
  @CsvSource({
    "0x0, 1, true",
    "0x0, 8, true",
    "0x4, 4, false",
    "0x8, 2, true",
    "0x8, 4, false",
    "0xa, 2, false",
    "0x10, 8, true",
    "0x14, 4, true",
    "0x10, 2, false",
    "0x18, 1, false"
  })
  void registersAreAccessedAsTheyAre(String offset, int width, boolean accepted) {
    assertThat(guest.device.accepts(new Access(Long.decode(offset), width))).isEqualTo(accepted);
  }

  // DMA

  @Test
  void anItemIsSelectedAndCopiedInOneCommand() {
    assertThat(guest.dma(FILE << 16 | DmaCommand.SELECT | DmaCommand.READ, 22, BUFFER)).isZero();

    assertThat(guest.buffer(24)).startsWith(CONTENT).endsWith(0, 0);
  }

  @Test
  void copiesGoOnWhereTheLastEnded() {
    guest.select(FILE);
    guest.read(8, 1);

    guest.dma(DmaCommand.READ, 5, BUFFER);
    guest.dma(DmaCommand.SKIP, 3, 0);

    assertThat(guest.buffer(5)).isEqualTo(" conf".getBytes(US_ASCII));
    assertThat(guest.read(1, 6)).isEqualTo("ration".getBytes(US_ASCII));
  }

  @Test
  void aCopyBehindTheEndIsZeros() {
    guest.memory.writable(BUFFER, 64).fill((byte) 7);
    guest.select(FILE);

    assertThat(guest.dma(DmaCommand.READ, 40, BUFFER)).isZero();

    assertThat(guest.buffer(41)).startsWith(CONTENT).endsWith(0, 7);
  }

  @Test
  void skippingEndsAtTheEnd() {
    guest.select(FILE);

    for (int i = 0; i < 4; i++) {
      assertThat(guest.dma(DmaCommand.SKIP, 0xffff_ffffL, 0)).isZero();
    }

    assertThat(guest.read(8, 1)).containsOnly(0);
  }

  @Test
  void writingIsRefused() {
    assertThat(guest.dma(FILE << 16 | DmaCommand.SELECT | DmaCommand.WRITE, 4, BUFFER))
        .isEqualTo(DmaCommand.ERROR);
  }

  @Test
  void aCommandWithoutAnyDoesNothing() {
    assertThat(guest.dma(0xffe0, 100, BUFFER)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "0x0, 1",
    "0x3fffffff, 2",
    "0x4000ffff, 2",
    "0x40010000, 1",
    "0x40000000, 0xffffffff",
    "-1, 0xffffffff",
    "-0x8000000000000000, 16"
  })
  void aCopyThatLeavesMemoryIsRefused(String address, String length) {
    guest.select(FILE);

    assertThat(guest.dma(DmaCommand.READ, Long.decode(length), Long.decode(address)))
        .isEqualTo(DmaCommand.ERROR);
    assertThat(guest.read(8, 1)).isEqualTo("firmware".getBytes(US_ASCII));
  }

  @Test
  void aCommandOutsideOfMemoryIsTheGuestsError() {
    assertThatExceptionOfType(GuestException.class)
        .isThrownBy(() -> guest.device.write(DMA, Long.reverseBytes(0xdead_0000L)));
  }

  @Test
  void theAddressMayComeInTwoHalves() {
    guest.putCommand(FILE << 16 | DmaCommand.SELECT | DmaCommand.READ, 8, BUFFER);

    guest.device.write(new Access(0x10, 4), 0);
    guest.device.write(new Access(0x14, 4), Integer.reverseBytes((int) COMMAND) & 0xffff_ffffL);

    assertThat(guest.buffer(8)).isEqualTo("firmware".getBytes(US_ASCII));
  }

  @Test
  void theUpperHalfCounts() {
    guest.device.write(new Access(0x10, 4), Integer.reverseBytes(1) & 0xffff_ffffL);

    assertThatExceptionOfType(GuestException.class)
        .isThrownBy(
            () ->
                guest.device.write(
                    new Access(0x14, 4), Integer.reverseBytes((int) COMMAND) & 0xffff_ffffL))
        .withMessageContaining("0x140000100");
  }

  @Test
  void aCopyOverItsOwnCommandIsNoProblem() {
    guest.select(FILE);

    assertThat(guest.dma(DmaCommand.READ, 16, COMMAND)).isZero();
  }

  // What it says of itself

  @Test
  void itsNodeIsWhatDriversLookFor() {
    DeviceTreeNode node = FwCfg.describe(AddressRange.of(0x902_0000, FwCfg.WINDOW_SIZE));

    assertThat(node.name()).isEqualTo("fw-cfg@9020000");
    assertThat(node.properties().get("compatible"))
        .asString(US_ASCII)
        .isEqualTo("qemu,fw-cfg-mmio\0");
  }

  @Test
  void theSelectorReadsAsZero() {
    assertThat(guest.device.read(SELECTOR)).isZero();
  }

  @Test
  void theDocumentationHasItsRegisters() throws Exception {
    GeneratedTable.ofDevice("fw-cfg.md")
        .requireRegisters(RegisterMap.of(FwCfgRegister.class).rows());
  }
}
