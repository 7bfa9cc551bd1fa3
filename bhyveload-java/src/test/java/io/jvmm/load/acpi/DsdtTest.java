package io.jvmm.load.acpi;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.load.acpi.testkit.AmlReader;
import io.jvmm.load.acpi.testkit.TestBoard;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class DsdtTest {
  private static final int HEADER_SIZE = 36;

  private static String devices(AcpiMachine machine) {
    ByteBuffer table = ByteBuffer.wrap(Dsdt.of(machine).bytes());
    return AmlReader.text(table.slice(HEADER_SIZE, table.capacity() - HEADER_SIZE));
  }

  @Test
  void aSmallMachineHasTheseDevices() {
    assertThat(devices(TestBoard.mmio(TestBoard.GIC_V2, 1)))
        .isEqualTo(
            """
            Scope \\_SB_
              Device C000
                Name _HID "ACPI0007"
                Name _UID 0
              Device COM0
                Name _HID "ARMH0011"
                Name _UID 0
                Name _CRS [memory 1 0x9000000 0x1000, interrupt 1 1 33]
              Device FWCF
                Name _HID "QEMU0002"
                Name _UID 0
                Name _CCA 1
                Name _CRS [memory 1 0x9020000 0x18]
              Device PEVT
                Name _HID "QEMU0001"
                Name _UID 0
                Name _CRS [memory 1 0x9800000 0x2]
              Device V000
                Name _HID "LNRO0005"
                Name _UID 0
                Name _CCA 1
                Name _CRS [memory 1 0xa000000 0x200, interrupt 1 1 48]
              Device V001
                Name _HID "LNRO0005"
                Name _UID 1
                Name _CCA 1
                Name _CRS [memory 1 0xa000200 0x200, interrupt 1 1 49]
              Device GPO0
                Name _HID "ARMH0061"
                Name _UID 0
                Name _CRS [memory 1 0x9030000 0x1000, interrupt 1 1 39]
                Name _AEI [line 0 1 1 3 of \\_SB.GPO0]
                Method _E03 0 serialized
                  Notify \\_SB_.PWRB 0x80
              Device PWRB
                Name _HID 0xc0cd041
                Name _UID 0
            """);
  }

  @Test
  void theHostBridgePassesBusesAndMemoryOn() {
    assertThat(devices(TestBoard.pci(TestBoard.GIC_V3, 1)))
        .contains(
            """
              Device PCI0
                Name _HID 0x80ad041
                Name _UID 0
                Name _CID 0x30ad041
                Name _SEG 0
                Name _BBN 0
                Name _CCA 1
            """)
        .contains(
            "Name _CRS [window 2 c 0 0+0 to 0xf, window 0 c 1 0x0+0x10000000 to 0x3efeffff,"
                + " window 0 c 1 0x0+0x100000000 to 0x17fffffff]")
        .contains(
            """
                Device RES0
                  Name _HID 0x20cd041
                  Name _UID 0
                  Name _CRS [memory 1 0x3f000000 0x1000000]
            """);
  }

  @Test
  void aPinLeadsToTheLineOfDeviceAndPin() {
    assertThat(devices(TestBoard.pci(TestBoard.GIC_V3, 1)))
        .contains("Name _PRT [[0xffff, 0, L000, 0], [0xffff, 1, L001, 0]")
        .contains("[0x1ffff, 0, L001, 0]", "[0x1ffff, 0x3, L000, 0]", "[0x1fffff, 0x3, L002, 0]]")
        .contains(
            """
              Device L003
                Name _HID 0xf0cd041
                Name _UID 0x3
                Name _PRS [interrupt 9 1 38]
                Name _CRS [interrupt 9 1 38]
                Method _SRS 1 serialized
                Method _DIS 0 serialized
            """);
  }

  @Test
  void theGuestMayControlWhatItAsksFor() {
    assertThat(devices(TestBoard.pci(TestBoard.GIC_V3, 1)))
        .contains(
            """
                Method _OSC 4 serialized
                  DwordField Arg3 0 CDW1
                  If not Arg0 == 5b4ddb33f71f1c4096577441c03dd766
                    CDW1 = CDW1 | 0x4
                  If not Arg1 == 1
                    CDW1 = CDW1 | 0x8
                  Return Arg3
            """);
  }

  @Test
  void everyProcessorIsADevice() {
    assertThat(devices(TestBoard.pci(TestBoard.GIC_V3, 512)))
        .contains("Device C1FF\n    Name _HID \"ACPI0007\"\n    Name _UID 0x1ff\n");
  }
}
