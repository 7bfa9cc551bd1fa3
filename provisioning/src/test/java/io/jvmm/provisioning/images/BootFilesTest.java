package io.jvmm.provisioning.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BootFilesTest {
  private static final String ROOT = "1abf2d67-9e13-4c0f-a295-8409e5f1fb9f";
  private static final String COMMAND_LINE = "root=UUID=" + ROOT + " rw console=ttyAMA0 quiet";

  private final BootFiles files = new BootFiles(UUID.fromString(ROOT), "6.12.1-cloud-arm64");

  @Test
  void grubFindsTheRootFileSystemByItsIdentifier() {
    assertThat(files.espGrubConfig())
        .startsWith("search.fs_uuid " + ROOT + " root\n")
        .endsWith("configfile $prefix/grub.cfg\n");
  }

  @Test
  void grubsMenuStartsTheKernelInBothEntries() {
    assertThat(files.grubConfig().lines().map(String::strip))
        .filteredOn(line -> line.startsWith("linux\t"))
        .hasSize(2)
        .containsOnly("linux\t/boot/vmlinuz-6.12.1-cloud-arm64 " + COMMAND_LINE);
  }

  @Test
  void ubootsMenuStartsTheKernel() {
    assertThat(files.extlinuxConfig().lines().map(String::strip))
        .contains(
            "linux /boot/vmlinuz-6.12.1-cloud-arm64",
            "initrd /boot/initrd.img-6.12.1-cloud-arm64",
            "append " + COMMAND_LINE);
  }

  @Test
  void nothingIsLeftToBeFilledIn() {
    assertThat(List.of(files.espGrubConfig(), files.grubConfig(), files.extlinuxConfig()))
        .noneMatch(text -> text.contains("@"));
  }
}
