package io.jvmm.load.disk.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.load.disk.testkit.MemoryFileSystem;
import io.jvmm.load.disk.volume.Partition.Role;
import io.jvmm.load.disk.volume.Volume;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainKernelsTest {
  private static List<BootEntry> find(Volume... volumes) {
    return PlainKernels.find(new Search(List.of(volumes))).entries();
  }

  @Test
  void whatALinkLeadsToComesFirstAndThenTheNewest() {
    Volume root =
        MemoryFileSystem.ext4("1111-2222", "")
            .file("/etc/fstab", "")
            .file("/boot/vmlinuz-6.9.1", "k")
            .file("/boot/vmlinuz-6.12.3", "k")
            .file("/boot/vmlinuz-6.11.2", "k")
            .file("/boot/initrd.img-6.11.2", "i")
            .link("/vmlinuz", "boot/vmlinuz-6.11.2")
            .in(1, Role.OTHER);

    List<BootEntry> entries = find(root);

    assertThat(entries)
        .extracting(BootEntry::id)
        .startsWith("vmlinuz-6.11.2", "vmlinuz-6.12.3")
        .endsWith("vmlinuz-6.9.1");
    BootEntry first = entries.getFirst();
    assertThat(first.commandLine()).isEqualTo("root=UUID=1111-2222 ro");
    assertThat(first.initrds())
        .hasToString("[disk test.img, partition 1: /boot/initrd.img-6.11.2]");
    assertThat(first.notes()).anyMatch(note -> note.contains("command line was made"));
    assertThat(entries.getLast().initrds()).isEmpty();
    assertThat(entries.getLast().commandLine())
        .isEqualTo("root=PARTUUID=00000000-0000-0000-0000-000000000001 ro");
  }

  @Test
  void aKernelWithoutAVersionHasAnInitrdWithout() {
    Volume root =
        MemoryFileSystem.ext4("aaaa", "")
            .file("/sbin/init", "")
            .file("/boot/vmlinuz", "k")
            .file("/boot/initrd.img", "i")
            .alone();

    assertThat(find(root).getFirst().initrds()).hasSize(1);
  }

  @Test
  void aSeparateBootFindsItsRootByWhatIsInIt() {
    Volume boot =
        MemoryFileSystem.ext4("aaaa", "")
            .file("/vmlinuz-lts", "k")
            .file("/initramfs-lts", "i")
            .in(1, Role.OTHER);
    Volume data = MemoryFileSystem.ext4("bbbb", "").file("/data", "").in(2, Role.OTHER);
    Volume other = MemoryFileSystem.ext4("cccc", "").file("/sbin/init", "").in(3, Role.OTHER);
    Volume root = MemoryFileSystem.ext4("dddd", "").file("/etc/fstab", "").in(4, Role.ROOT);

    assertThat(find(boot, data, other, root).getFirst().commandLine())
        .isEqualTo("root=UUID=dddd ro");
  }

  @Test
  void aDiskWithoutPartitionsAndInitrdIsTheFirst() {
    Volume root =
        MemoryFileSystem.ext4("aaaa", "").file("/boot/Image", "k").file("/sbin/init", "").alone();

    assertThat(find(root).getFirst().commandLine()).isEqualTo("root=/dev/vda ro");
    assertThat(find(root).getFirst().notes())
        .anyMatch(note -> note.contains("taken for the first"));
  }

  @Test
  void aKernelWithoutARootSaysSo() {
    Volume boot = MemoryFileSystem.nameless().file("/Image.gz", "k").alone();

    assertThat(find(boot).getFirst().commandLine()).isEmpty();
    assertThat(find(boot).getFirst().notes())
        .anyMatch(note -> note.contains("no root file system"));
  }
}
