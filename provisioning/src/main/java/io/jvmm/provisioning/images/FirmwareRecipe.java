package io.jvmm.provisioning.images;

import io.jvmm.provisioning.Architecture;
import io.jvmm.provisioning.Digest;
import io.jvmm.provisioning.FileTree;
import io.jvmm.provisioning.PackageRequest;
import io.jvmm.provisioning.PackageStore;
import io.jvmm.provisioning.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Firmware for the flash banks of QEMU's {@code virt} board, as Debian builds it: the images {@code
 * edk2} and {@code u-boot}. Files of a package under other names, and otherwise as they are.
 */
record FirmwareRecipe(PackageStore packages, Progress progress, Firmware firmware)
    implements Recipe {
  private static final List<String> INGREDIENTS =
      List.of("FirmwareRecipe.class", "FirmwareRecipe$Firmware.class");

  /** Which firmware: its package, and where in it each file of the image is. */
  enum Firmware {
    /** UEFI, without Secure Boot; and its variables as a new machine has them. */
    EDK2(
        "edk2",
        "qemu-efi-aarch64",
        Map.of(
            "code.fd", "usr/share/AAVMF/AAVMF_CODE.no-secboot.fd",
            "vars.fd", "usr/share/AAVMF/AAVMF_VARS.fd")),
    /** Das U-Boot, which keeps its environment in the other flash bank. */
    U_BOOT("u-boot", "u-boot-qemu", Map.of("u-boot.bin", "usr/lib/u-boot/qemu_arm64/u-boot.bin"));

    private final String image;
    private final String debianPackage;

    @SuppressWarnings("ImmutableEnumChecker") // Map.of's are
    private final Map<String, String> files;

    Firmware(String image, String debianPackage, Map<String, String> files) {
      this.image = image;
      this.debianPackage = debianPackage;
      this.files = files;
    }

    /** The package alone: it recommends an emulator, which nobody needs here. */
    PackageRequest request() {
      return PackageRequest.withDependencies(GuestKernel.SUITE, Architecture.ARM64, debianPackage)
          .keepingOnly(debianPackage);
    }
  }

  @Override
  public String name() {
    return firmware.image;
  }

  @Override
  public List<String> files() {
    return List.copyOf(new TreeMap<>(firmware.files).keySet());
  }

  @Override
  public String version() {
    return Digest.of(
        packages.fetch(firmware.request()).digest() + BundledScript.version(INGREDIENTS));
  }

  @Override
  public void build(Path directory) throws IOException {
    progress.step("making the guest image " + name());
    Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
    packages.fetch(firmware.request()).unpackInto(unpacked);
    for (Map.Entry<String, String> file : firmware.files.entrySet()) {
      Files.move(unpacked.resolve(file.getValue()), directory.resolve(file.getKey()));
    }
    FileTree.delete(unpacked);
  }
}
