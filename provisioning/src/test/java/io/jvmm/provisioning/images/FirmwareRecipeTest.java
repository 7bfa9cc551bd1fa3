package io.jvmm.provisioning.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.provisioning.Progress;
import io.jvmm.provisioning.images.FirmwareRecipe.Firmware;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Makes images of packages that dpkg-deb makes here, and that the store takes for fetched. */
class FirmwareRecipeTest {
  private FakePackages packages;

  @BeforeEach
  void noPackages(@TempDir Path directory) {
    packages = new FakePackages(directory);
  }

  @Test
  void edk2HasItsCodeAndItsVariables() throws IOException {
    packages.provide(
        Firmware.EDK2.request(),
        "usr/share/AAVMF/AAVMF_CODE.no-secboot.fd",
        "usr/share/AAVMF/AAVMF_VARS.fd",
        "usr/share/AAVMF/AAVMF_VARS.ms.fd");
    ImageStore images = images(Firmware.EDK2);

    assertThat(images.locate("edk2", "code.fd")).hasContent("AAVMF_CODE.no-secboot.fd");
    assertThat(images.locate("edk2", "vars.fd")).hasContent("AAVMF_VARS.fd");
  }

  @Test
  void uBootIsOneFile() throws IOException {
    packages.provide(Firmware.U_BOOT.request(), "usr/lib/u-boot/qemu_arm64/u-boot.bin");

    assertThat(images(Firmware.U_BOOT).locate("u-boot", "u-boot.bin")).hasContent("u-boot.bin");
  }

  @Test
  void nothingElseOfThePackageIsKept() throws IOException {
    packages.provide(Firmware.U_BOOT.request(), "usr/lib/u-boot/qemu_arm64/u-boot.bin");
    Path image = images(Firmware.U_BOOT).locate("u-boot", "u-boot.bin");

    try (var files = Files.list(image.resolveSibling("."))) {
      assertThat(files.map(Path::getFileName)).containsExactly(Path.of("u-boot.bin"));
    }
  }

  @Test
  void whatTheyHaveIsKnownWithoutThePackages() {
    assertThat(images(Firmware.EDK2).problem("edk2", "secure.fd"))
        .contains("the guest image 'edk2' has no file 'secure.fd': it has code.fd, vars.fd");
  }

  private ImageStore images(Firmware firmware) {
    return new ImageStore(
        packages.store(), List.of(new FirmwareRecipe(packages.store(), Progress.SILENT, firmware)));
  }
}
