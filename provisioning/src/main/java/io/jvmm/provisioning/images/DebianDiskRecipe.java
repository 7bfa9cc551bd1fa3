package io.jvmm.provisioning.images;

import io.jvmm.provisioning.Architecture;
import io.jvmm.provisioning.Digest;
import io.jvmm.provisioning.Ext4Volume;
import io.jvmm.provisioning.FatImage;
import io.jvmm.provisioning.FileTree;
import io.jvmm.provisioning.PackageRequest;
import io.jvmm.provisioning.PackageStore;
import io.jvmm.provisioning.PartitionedDisk;
import io.jvmm.provisioning.PartitionedDisk.Partition;
import io.jvmm.provisioning.PartitionedDisk.PartitionType;
import io.jvmm.provisioning.Progress;
import io.jvmm.provisioning.Toolbox;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The image {@code debian-trixie-disk}: the system of {@code debian-trixie} on a whole disk that
 * boots by itself. UEFI firmware, U-Boot's included, finds GRUB on its first partition; U-Boot's
 * method {@code extlinux} finds a menu on the second one, and so does whoever reads GRUB's menu
 * there.
 *
 * @param system how {@code debian-trixie} is made
 */
record DebianDiskRecipe(PackageStore packages, Toolbox toolbox, Progress progress, Recipe system)
    implements Recipe {
  /** GRUB as one program, which looks for its configuration in {@code /EFI/debian}. */
  static final PackageRequest GRUB =
      PackageRequest.withDependencies(
              GuestKernel.SUITE, Architecture.ARM64, "grub-efi-arm64-unsigned")
          .keepingOnly("grub-efi-arm64-unsigned");

  static final String GRUB_PROGRAM = "usr/lib/grub/arm64-efi/monolithic/grubaa64.efi";
  private static final long ESP_MEGABYTES = 40;
  private static final List<String> INGREDIENTS =
      List.of("DebianDiskRecipe.class", "BootFiles.class");

  @Override
  public String name() {
    return "debian-trixie-disk";
  }

  @Override
  public List<String> files() {
    return List.of("disk.img");
  }

  @Override
  public String version() {
    return Digest.of(
        system.version()
            + packages.fetch(GRUB).digest()
            + BundledScript.version(BootFiles.TEMPLATES)
            + BundledScript.version(INGREDIENTS));
  }

  @Override
  public void build(Path directory) throws IOException {
    Path debian = system.image(packages.cache());
    progress.step("making the guest image " + name());
    Path work = Files.createDirectory(directory.resolve("work"));
    Ext4Volume root =
        Ext4Volume.copyOf(debian.resolve("root.img"), toolbox, work.resolve("root.img"));
    BootFiles files = new BootFiles(root.uuid(), release(root));
    root.add(bootDirectory(debian, files, work.resolve("boot")), "/boot");
    Path esp = work.resolve("esp.img");
    new FatImage(espDirectory(files, work.resolve("esp")), ESP_MEGABYTES, "EFI")
        .write(toolbox, esp);
    List<Partition> partitions =
        List.of(
            new Partition(PartitionType.EFI_SYSTEM, "EFI system partition", esp, false),
            new Partition(PartitionType.LINUX_FILES, "root", root.image(), true));
    new PartitionedDisk(name(), partitions).write(toolbox, directory.resolve("disk.img"));
    FileTree.delete(work);
  }

  /** Of the one kernel that the system has modules for. */
  private static String release(Ext4Volume root) {
    List<String> releases = root.names("/usr/lib/modules");
    if (releases.size() != 1) {
      throw new HostException(
          "%s has modules for the kernels %s, and not for one; remove the image and try again"
              .formatted(root.image(), releases));
    }
    return releases.getFirst();
  }

  private static Path bootDirectory(Path debian, BootFiles files, Path boot) throws IOException {
    Files.createDirectories(boot);
    Files.copy(debian.resolve("vmlinuz"), boot.resolve("vmlinuz-" + files.release()));
    Files.copy(debian.resolve("initrd"), boot.resolve("initrd.img-" + files.release()));
    write(boot.resolve("grub"), "grub.cfg", files.grubConfig());
    write(boot.resolve("extlinux"), "extlinux.conf", files.extlinuxConfig());
    return boot;
  }

  /** With GRUB under the name that firmware looks for on any disk (UEFI 2.10, chapter 3). */
  private Path espDirectory(BootFiles files, Path esp) throws IOException {
    Path unpacked = Files.createDirectory(esp.resolveSibling("grub"));
    packages.fetch(GRUB).unpackInto(unpacked);
    Path removable = Files.createDirectories(esp.resolve("EFI/BOOT"));
    Files.move(unpacked.resolve(GRUB_PROGRAM), removable.resolve("BOOTAA64.EFI"));
    write(esp.resolve("EFI/debian"), "grub.cfg", files.espGrubConfig());
    return esp;
  }

  private static void write(Path directory, String name, String text) throws IOException {
    Files.writeString(Files.createDirectories(directory).resolve(name), text);
  }
}
