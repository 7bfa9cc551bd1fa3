package io.jvmm.load.acpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jvmm.load.acpi.testkit.LoaderFirmware;
import io.jvmm.load.acpi.testkit.TestBoard;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tables there are, and that firmware finds them wherever it puts them. */
class AcpiTablesTest {
  private static final int HEADER_SIZE = 36;

  private static LoaderFirmware load(AcpiMachine machine) {
    return new LoaderFirmware(AcpiTables.files(machine), 0x4000_0000);
  }

  @ParameterizedTest
  @ValueSource(longs = {0x1000, 0x7fff_f000, 0x12_3456_7000L})
  void checksumsAndPointersAreRightWhereverFirmwarePutsTheTables(long base) {
    LoaderFirmware firmware =
        new LoaderFirmware(AcpiTables.files(TestBoard.pci(TestBoard.GIC_V3, 4)), base);

    assertThat(firmware.tables().sequencedKeySet())
        .containsExactly("XSDT", "FACP", "APIC", "GTDT", "PPTT", "SPCR", "MCFG", "IORT", "DSDT");
  }

  @Test
  void aMachineWithoutPciHasNoTableForIt() {
    assertThat(load(TestBoard.mmio(TestBoard.GIC_V3, 1)).tables().keySet())
        .containsExactly("XSDT", "FACP", "APIC", "GTDT", "PPTT", "SPCR", "DSDT");
  }

  @Test
  void messagesThatGoToAFrameNeedNoTable() {
    assertThat(load(TestBoard.pci(TestBoard.GIC_V2, 1)).tables().keySet())
        .contains("MCFG")
        .doesNotContain("IORT");
  }

  @Test
  void theSameMachineHasTheSameTables() {
    AcpiMachine machine = TestBoard.pci(TestBoard.GIC_V3, 2);

    assertThat(AcpiTables.files(machine).get(AcpiTables.TABLES))
        .isEqualTo(AcpiTables.files(machine).get(AcpiTables.TABLES));
  }

  @Test
  void theFixedTableSaysThatNothingIsFixedAndThatPsciIsCalledByHvc() {
    ByteBuffer fadt = load(TestBoard.mmio(TestBoard.GIC_V2, 1)).table("FACP");

    assertThat(fadt.capacity()).isEqualTo(276);
    assertThat(fadt.get(8)).as("revision").isEqualTo((byte) 6);
    assertThat(fadt.getInt(112)).as("flags").isEqualTo(0x10_0030);
    assertThat(fadt.getShort(129)).as("ARM boot flags").isEqualTo((short) 3);
    assertThat(fadt.get(131)).as("minor version").isEqualTo((byte) 5);
    assertThat(fadt.getInt(40)).as("DSDT's address of 32 bits").isZero();
  }

  @Test
  void timersAreToldByTheirIntids() {
    ByteBuffer gtdt = load(TestBoard.mmio(TestBoard.GIC_V2, 1)).table("GTDT");

    assertThat(gtdt.capacity()).isEqualTo(104);
    assertThat(gtdt.getLong(36)).isEqualTo(-1);
    assertThat(gtdt.getInt(48)).as("secure").isEqualTo(29);
    assertThat(gtdt.getInt(56)).as("physical").isEqualTo(30);
    assertThat(gtdt.getInt(60)).as("its flags").isEqualTo(4);
    assertThat(gtdt.getInt(64)).as("virtual").isEqualTo(27);
    assertThat(gtdt.getInt(72)).as("hypervisor").isEqualTo(26);
    assertThat(gtdt.getLong(80)).isEqualTo(-1);
    assertThat(gtdt.getInt(88)).as("timers in memory").isZero();
  }

  @Test
  void processorsAreCoresOfOnePackage() {
    ByteBuffer pptt = load(TestBoard.mmio(TestBoard.GIC_V2, 2)).table("PPTT");

    assertThat(pptt.capacity()).isEqualTo(HEADER_SIZE + 3 * 20);
    assertThat(pptt.getInt(40)).as("a package").isEqualTo(0x11);
    assertThat(pptt.getInt(80)).as("a leaf with an identifier").isEqualTo(0x1a);
    assertThat(pptt.getInt(84)).as("its parent").isEqualTo(HEADER_SIZE);
    assertThat(pptt.getInt(88)).as("its identifier").isEqualTo(1);
  }

  @Test
  void theConsoleIsThePl011() {
    ByteBuffer spcr = load(TestBoard.mmio(TestBoard.GIC_V2, 1)).table("SPCR");

    assertThat(spcr.capacity()).isEqualTo(98);
    assertThat(spcr.get(36)).as("PL011").isEqualTo((byte) 3);
    assertThat(spcr.getLong(44)).isEqualTo(0x0900_0000);
    assertThat(spcr.getShort(52)).as("a GIC's interrupt").isEqualTo((short) 8);
    assertThat(spcr.getInt(54)).isEqualTo(33);
    assertThat(spcr.getInt(64)).as("no PCI device").isEqualTo(-1);
    assertThat(spcr.getShort(84)).as("length of its path").isEqualTo((short) 10);
    assertThat(spcr.getShort(86)).as("where that is").isEqualTo((short) 88);
  }

  @Test
  void configurationSpaceIsThatOfSixteenBuses() {
    ByteBuffer mcfg = load(TestBoard.pci(TestBoard.GIC_V2, 1)).table("MCFG");

    assertThat(mcfg.capacity()).isEqualTo(60);
    assertThat(mcfg.getLong(44)).isEqualTo(0x3f00_0000);
    assertThat(mcfg.getShort(52)).as("segment").isZero();
    assertThat(mcfg.get(54)).isZero();
    assertThat(mcfg.get(55)).isEqualTo((byte) 15);
  }

  @Test
  void everyFunctionsMessagesGoToTheIts() {
    ByteBuffer iort = load(TestBoard.pci(TestBoard.GIC_V3, 1)).table("IORT");

    assertThat(iort.capacity()).isEqualTo(128);
    assertThat(iort.getInt(HEADER_SIZE)).as("nodes").isEqualTo(2);
    int group = iort.getInt(HEADER_SIZE + 4);
    assertThat(iort.get(group)).as("ITS group").isZero();
    int root = group + iort.getShort(group + 1);
    assertThat(iort.get(root)).as("root complex").isEqualTo((byte) 2);
    assertThat(root + iort.getShort(root + 1)).isEqualTo(iort.capacity());
    int mapping = root + iort.getInt(root + 12);
    assertThat(iort.getInt(mapping)).as("first requester").isZero();
    assertThat(iort.getInt(mapping + 4)).as("how many more").isEqualTo(0xffff);
    assertThat(iort.getInt(mapping + 12)).isEqualTo(group);
  }

  @Test
  void aGicV2HasNoTablesForNineProcessors() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TestBoard.mmio(TestBoard.GIC_V2, 9))
        .withMessage("tables for 1 to 8 processors are possible, not for 9");
  }
}
