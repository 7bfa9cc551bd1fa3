package io.jvmm.load.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.load.disk.boot.BootEntries;
import io.jvmm.load.disk.boot.BootEntry;
import io.jvmm.load.disk.boot.BootFile;
import io.jvmm.load.disk.boot.BootMenu;
import io.jvmm.load.disk.fs.RegularFile;
import io.jvmm.load.disk.testkit.GptWriter;
import io.jvmm.load.disk.testkit.MemoryFileSystem;
import io.jvmm.load.disk.testkit.TestDisk;
import io.jvmm.load.disk.volume.Partition.Role;
import io.jvmm.load.disk.volume.Volumes;
import io.jvmm.vmm.error.ConfigurationException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuestDiskTest {
  private static final String ESP = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b";
  private static final String LINUX = "0fc63daf-8483-4772-8e79-3d69d8477de4";

  private static String read(BootFile file) {
    ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
    file.read(bytes, 0);
    return StandardCharsets.ISO_8859_1.decode(bytes.flip()).toString();
  }

  @Test
  void aRootFileSystemWithNothingButAKernelBoots() {
    GuestDisk disk = GuestDisk.of(TestDisk.image("ext4"), "root.img");

    BootEntry entry = disk.menu().defaultEntry();

    assertThat(entry.kernel()).hasToString("disk root.img (ext4): /boot/vmlinuz-6.12");
    assertThat(read(entry.kernel())).startsWith("kernelkkk").hasSize(3000);
    assertThat(read(entry.initrds().getFirst())).startsWith("initrdiii").hasSize(2000);
    assertThat(entry.commandLine()).isEqualTo("root=UUID=11111111-2222-3333-4444-555555555555 ro");
    assertThat(disk.menu().text().lines()).containsExactly("*  1  Linux 6.12");
  }

  @Test
  void aPartitionedDiskBootsTheSame() {
    TestDisk disk =
        new GptWriter(512, 20_000)
            .partition(ESP, 64, TestDisk.imageBytes("fat16"))
            .partition(LINUX, 10_000, TestDisk.imageBytes("journal-sums"))
            .write();

    GuestDisk guest = GuestDisk.of(disk, "sda");

    assertThat(guest.menu().defaultEntry().kernel())
        .hasToString("disk sda, partition 2 (ext4): /boot/vmlinuz-6.12");
    assertThat(guest.notes())
        .containsExactly(
            "disk sda, partition 2 (ext4): it was not unmounted: 2 blocks are read from its"
                + " journal",
            "disk sda, partition 1 (vfat): /EFI/Debian/grub.cfg: line 1: the command deep is not"
                + " known");
  }

  @Test
  void littleOfADiskIsReadToFindItsEntries() {
    TestDisk disk = TestDisk.image("ext4");

    GuestDisk.of(disk, "root.img").menu();

    assertThat(disk.bytesRead()).isLessThan(256 << 10);
  }

  @Test
  void aDiskWithoutAKernelSaysWhatItHas() {
    TestDisk disk = new TestDisk(new byte[1 << 20]);
    disk.bytes().put("XFSB".getBytes(StandardCharsets.US_ASCII));

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> GuestDisk.of(disk, "root.img").menu())
        .satisfies(
            e ->
                assertThat(e.problems())
                    .containsExactly(
                        "disk root.img has no kernel that can be found on it: name one in the"
                            + " specification",
                        "disk root.img has an XFS file system, which cannot be read"));
  }

  @Test
  void configurationsAreOfferedInTheOrderOfPreferenceAndOnce() {
    MemoryFileSystem files =
        MemoryFileSystem.ext4("aaaa", "root")
            .file("/boot/vmlinuz-1", "k")
            .file("/loader/entries/bls.conf", "linux /boot/vmlinuz-1\noptions bls\n")
            .file("/extlinux/extlinux.conf", "label ext\nlinux /boot/vmlinuz-1\nappend ext\n")
            .file(
                "/boot/grub/grub.cfg",
                """
                menuentry G { linux /boot/vmlinuz-1 grub }
                menuentry Same { linux /boot/vmlinuz-1 bls }
                """);

    BootMenu menu = menu(files);

    assertThat(menu.entries())
        .extracting(BootEntry::commandLine)
        .containsExactly("bls", "ext", "grub");
    assertThat(menu.defaultIndex()).isZero();
  }

  @Test
  void grubsDefaultCountsIfItIsTheOnlyOne() {
    MemoryFileSystem files =
        MemoryFileSystem.nameless()
            .file("/boot/vmlinuz-1", "k")
            .file(
                "/boot/grub/grub.cfg",
                """
                set default=2
                menuentry A { linux /boot/vmlinuz-1 a; initrd /gone }
                menuentry B { linux /gone b }
                menuentry C { linux (hd5,gpt1)/boot/vmlinuz-1 c }
                """);

    BootMenu menu = menu(files);

    assertThat(menu.defaultEntry().title()).isEqualTo("C");
    assertThat(menu.entries()).hasSize(2);
    assertThat(menu.entries().getFirst().notes())
        .containsExactly("there is no file (hd0,gpt1)/gone to load");
  }

  @Test
  void damageInOneFileDoesNotHideTheOthers() {
    MemoryFileSystem files =
        MemoryFileSystem.nameless()
            .file("/vmlinuz", "k")
            .add(
                "/extlinux/extlinux.conf",
                new RegularFile() {
                  @Override
                  public long size() {
                    return 10;
                  }

                  @Override
                  public void read(ByteBuffer target, long position) {
                    throw new ConfigurationException("disk test.img: a block is damaged");
                  }
                });
    BootEntries entries = BootEntries.in(new Volumes(List.of(files.alone()), List.of()));

    assertThat(entries.menu()).isPresent();
    assertThat(entries.notes()).containsExactly("disk test.img: a block is damaged");
  }

  private static BootMenu menu(MemoryFileSystem files) {
    Volumes volumes = new Volumes(List.of(files.in(1, Role.OTHER)), List.of());
    return BootEntries.in(volumes).menu().orElseThrow();
  }
}
