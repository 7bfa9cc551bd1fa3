package io.jvmm.load.disk.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.load.disk.testkit.MemoryFileSystem;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExtlinuxTest {
  private final MemoryFileSystem files =
      MemoryFileSystem.nameless()
          .file("/boot/vmlinuz-6.12", "kernel")
          .file("/boot/initrd.img-6.12", "initrd")
          .file("/boot/extlinux/Image", "beside it");

  private Found find(String config) {
    files.file("/boot/extlinux/extlinux.conf", config);
    return Extlinux.find(new Search(List.of(files.alone())));
  }

  @Test
  void aMenuAsDebianWritesIt() {
    Found found =
        find(
            """
            ## written by u-boot-update
            default l0
            menu title U-Boot menu
            prompt 0
            timeout 50

            label l1
            	menu label Debian 6.12 (rescue target)
            	linux /boot/vmlinuz-6.12
            	append root=LABEL=root ro single

            label l0
            	menu label Debian 6.12
            	linux /boot/vmlinuz-6.12
            	initrd /boot/initrd.img-6.12
            	fdtdir /usr/lib/linux-image-6.12/
            	append root=LABEL=root ro quiet
            """);

    assertThat(found.entries()).extracting(BootEntry::id).containsExactly("l1", "l0");
    BootEntry entry = found.preferred().orElseThrow();
    assertThat(entry.title()).isEqualTo("Debian 6.12");
    assertThat(entry.kernel()).hasToString("disk test.img: /boot/vmlinuz-6.12");
    assertThat(entry.initrds()).hasToString("[disk test.img: /boot/initrd.img-6.12]");
    assertThat(entry.commandLine()).isEqualTo("root=LABEL=root ro quiet");
    assertThat(entry.notes())
        .containsExactly("fdtdir is not used: the machine has its own device tree");
  }

  @Test
  void keywordsHaveAnyCaseAndPathsMayBeRelative() {
    Found found =
        find(
            """
            LABEL one
              KERNEL Image
              MENU LABEL ^One
              MENU DEFAULT
              APPEND initrd=../initrd.img-6.12 ro
            LABEL two
              KERNEL ../vmlinuz-6.12#conf
            """);

    BootEntry entry = found.preferred().orElseThrow();
    assertThat(entry.title()).isEqualTo("One");
    assertThat(entry.initrds()).hasSize(1);
    assertThat(entry.commandLine()).isEqualTo("ro");
    assertThat(found.entries()).hasSize(2);
  }

  @Test
  void anIncludedFileIsReadInItsPlace() {
    files.file("/boot/extlinux/more.conf", "label x\nkernel Image\ninclude more.conf\n");

    assertThat(find("include more.conf\ndefault x\n").entries()).isNotEmpty();
  }

  @Test
  void aLabelWithoutAKernelIsNoEntry() {
    assertThat(find("label a\nlocalboot 0\nlabel b\nkernel /gone\n").entries()).isEmpty();
  }
}
