package io.jvmm.provisioning.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.provisioning.CacheDirectory;
import io.jvmm.provisioning.Digest;
import io.jvmm.provisioning.ExternalProgram;
import io.jvmm.provisioning.PackageRequest;
import io.jvmm.provisioning.PackageStore;
import io.jvmm.provisioning.Progress;
import io.jvmm.provisioning.images.FirmwareRecipe.Firmware;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Makes images of packages that dpkg-deb makes here, and that the store takes for fetched. */
class FirmwareRecipeTest {
  @TempDir private Path directory;

  @Test
  void edk2HasItsCodeAndItsVariables() throws IOException {
    provide(
        Firmware.EDK2,
        "usr/share/AAVMF/AAVMF_CODE.no-secboot.fd",
        "usr/share/AAVMF/AAVMF_VARS.fd",
        "usr/share/AAVMF/AAVMF_VARS.ms.fd");
    ImageStore images = images(Firmware.EDK2);

    assertThat(images.locate("edk2", "code.fd")).hasContent("AAVMF_CODE.no-secboot.fd");
    assertThat(images.locate("edk2", "vars.fd")).hasContent("AAVMF_VARS.fd");
  }

  @Test
  void uBootIsOneFile() throws IOException {
    provide(Firmware.U_BOOT, "usr/lib/u-boot/qemu_arm64/u-boot.bin");

    assertThat(images(Firmware.U_BOOT).locate("u-boot", "u-boot.bin")).hasContent("u-boot.bin");
  }

  @Test
  void nothingElseOfThePackageIsKept() throws IOException {
    provide(Firmware.U_BOOT, "usr/lib/u-boot/qemu_arm64/u-boot.bin");
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
    PackageStore packages =
        new PackageStore(
            new CacheDirectory(directory.resolve("cache")),
            () -> {
              throw new AssertionError("the package is there");
            },
            Progress.SILENT);
    return new ImageStore(
        packages, List.of(new FirmwareRecipe(packages, Progress.SILENT, firmware)));
  }

  /** A package of files that hold their own names, where the store keeps what it has fetched. */
  private void provide(Firmware firmware, String... files) throws IOException {
    PackageRequest request = firmware.request();
    String name = request.packages().getFirst();
    Path state = directory.resolve("cache/apt/trixie-arm64");
    Path archive = Files.createDirectories(state.resolve("archives")).resolve(name + "_1_all.deb");
    pack(name, archive, files);
    Path resolution = Files.createDirectories(state.resolve("resolved"));
    Files.writeString(
        resolution.resolve(name + "-" + Digest.of(request.toString())),
        "'cached' %s %d SHA256:%s"
            .formatted(archive.getFileName(), Files.size(archive), "0".repeat(64)));
  }

  private void pack(String name, Path archive, String... files) throws IOException {
    Path source = directory.resolve("source");
    for (String file : files) {
      Path path = source.resolve(file);
      Files.createDirectories(path.resolve("..").normalize());
      Files.writeString(path, String.valueOf(path.getFileName()));
    }
    Files.writeString(
        Files.createDirectories(source.resolve("DEBIAN")).resolve("control"),
        """
        Package: %s
        Version: 1
        Architecture: all
        Maintainer: nobody <nobody@localhost>
        Description: firmware for a test
        """
            .formatted(name));
    new ExternalProgram(
            List.of("dpkg-deb", "--root-owner-group", "-b", "" + source, "" + archive), "")
        .run();
  }
}
