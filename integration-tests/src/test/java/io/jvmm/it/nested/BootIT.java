package io.jvmm.it.nested;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.nested.TestMachine.Outcome;
import io.jvmm.vmm.StopReason.Kind;
import io.jvmm.vmm.spec.TransportChoice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian on a disk with partitions, which has its kernel on it, started in three ways. */
class BootIT {
  @TempDir private Path directory;

  @Test
  void theKernelOnTheDiskBootsWithoutFirmware() {
    assertThat(boots(TestMachine.example("debian-disk"))).doesNotContain("GRUB", "U-Boot");
  }

  /** Once by way of virtio-mmio, as the example has it, and once by way of PCI. */
  @Test
  void edk2StartsGrubWhichStartsDebianAndBootEntriesSurviveAReboot() {
    String enter =
        "efibootmgr -q -c -d /dev/vda -p 1 -L kept -l '\\EFI\\BOOT\\BOOTAA64.EFI'; reboot\n";

    Outcome first = TestMachine.example("debian-efi").input(enter).run(false, _ -> {});
    TestMachine other =
        TestMachine.example("debian-efi").transport(TransportChoice.PCI).bootDisk(0);
    Outcome second = other.input("efibootmgr; findmnt -no SOURCE /; poweroff\n").run();

    assertThat(first.reason().kind()).as(first.output()).isEqualTo(Kind.RESET);
    assertThat(first.output()).contains("NU GRUB");
    assertThat(second.reason().kind()).as(second.output()).isEqualTo(Kind.POWERED_OFF);
    assertThat(second.output())
        .containsPattern("Boot000[0-9]\\* kept\\s+HD\\(1,GPT")
        .containsPattern("(?m)^/dev/vda2\\r?$");
  }

  @Test
  void edk2StartsAKernelOfTheHosts() {
    Outcome outcome =
        TestMachine.example("hello")
            .byFirmwareOf("debian-efi")
            .memory("512MiB")
            .input("dmesg | grep efi: | head -1; cat /proc/cmdline; poweroff\n")
            .run();

    assertThat(outcome.reason().kind()).as(outcome.output()).isEqualTo(Kind.POWERED_OFF);
    assertThat(outcome.output()).contains("efi: EFI v2", "console=ttyAMA0 quiet");
  }

  /** Left to itself, U-Boot prefers GRUB, which it finds as edk2 does. */
  @Test
  void uBootStartsDebianByExtlinuxAsItsEnvironmentInFlashSays() throws IOException {
    byte[] environment =
        environment(
            "bootcmd=bootmeth order extlinux; bootflow scan -lb",
            "bootdelay=0",
            "kernel_addr_r=0x40400000",
            "ramdisk_addr_r=0x44000000",
            "pxefile_addr_r=0x40300000",
            "fdt_addr=0x40000000",
            "fdt_high=0xffffffff",
            "initrd_high=0xffffffff");

    assertThat(
            boots(
                TestMachine.example("debian-uboot")
                    .firmwareVariables(Files.write(directory.resolve("environment"), environment))))
        .contains("with extlinux")
        .doesNotContain("bad CRC", "GRUB");
  }

  /** As U-Boot keeps it: a CRC-32, and the variables, each ended by NUL (doc/usage/environment). */
  private static byte[] environment(String... variables) {
    ByteBuffer content = ByteBuffer.allocate((256 << 10) - Integer.BYTES);
    for (String variable : variables) {
      content.put(variable.getBytes(US_ASCII)).put((byte) 0);
    }
    CRC32 crc = new CRC32();
    crc.update(content.array());
    return ByteBuffer.allocate(256 << 10)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt((int) crc.getValue())
        .put(content.array())
        .array();
  }

  private static String boots(TestMachine machine) {
    Outcome outcome = machine.input("findmnt -no SOURCE /; poweroff\n").run();

    assertThat(outcome.reason().kind()).as(outcome.output()).isEqualTo(Kind.POWERED_OFF);
    assertThat(outcome.output()).containsPattern("(?m)^/dev/vda2\\r?$");
    return outcome.output();
  }
}
