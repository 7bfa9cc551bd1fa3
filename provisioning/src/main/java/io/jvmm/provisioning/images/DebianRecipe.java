package io.jvmm.provisioning.images;

import io.jvmm.provisioning.Architecture;
import io.jvmm.provisioning.DebianMirror;
import io.jvmm.provisioning.Digest;
import io.jvmm.provisioning.Ext4Image;
import io.jvmm.provisioning.FileTree;
import io.jvmm.provisioning.PackageRequest;
import io.jvmm.provisioning.PackageStore;
import io.jvmm.provisioning.Progress;
import io.jvmm.provisioning.Toolbox;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The image {@code debian-trixie}: a Debian system on a disk, with Debian's kernel. Its packages
 * are unpacked here; their installation scripts run as root on ARM64, in a machine made for that.
 */
record DebianRecipe(PackageStore packages, Toolbox toolbox, Progress progress, BuildMachine machine)
    implements Recipe {
  private static final PackageRequest SYSTEM =
      PackageRequest.withDependencies(
          GuestKernel.SUITE,
          Architecture.ARM64,
          // Debian's essential packages, which nothing depends on by name:
          "base-files",
          "base-passwd",
          "bash",
          "bsdutils",
          "coreutils",
          "dash",
          "debianutils",
          "diffutils",
          "dpkg",
          "findutils",
          "grep",
          "gzip",
          "hostname",
          "init-system-helpers",
          "libc-bin",
          "login",
          "mawk",
          "ncurses-base",
          "ncurses-bin",
          "perl-base",
          "sed",
          "sysvinit-utils",
          "tar",
          "util-linux",
          // what makes them a system that boots, and that a person can look around in:
          "apt",
          "dbus",
          "debian-archive-keyring",
          "efibootmgr",
          "iproute2",
          "kmod",
          "less",
          "mount",
          "nano",
          "passwd",
          "procps",
          "systemd-resolved",
          "systemd-sysv",
          "udev");

  private static final List<String> INGREDIENTS =
      List.of(
          "debian-trixie/init",
          "debian-trixie/install",
          "debian-trixie/configure",
          "DebianRecipe.class",
          "UnpackedSystem.class",
          "GuestKernel.class",
          "GuestKernel$Flavour.class");

  private static final long FREE_BYTES = 1600L << 20;
  private static final String INSTALLED = "jvmm: installed";
  private static final int LINES_QUOTED = 15;

  @Override
  public String name() {
    return "debian-trixie";
  }

  @Override
  public List<String> files() {
    return List.of("vmlinuz", "initrd", "root.img");
  }

  @Override
  public String version() {
    return Digest.of(
        GuestKernel.Flavour.CLOUD.version(packages)
            + packages.fetch(SYSTEM).digest()
            + BundledScript.version(INGREDIENTS));
  }

  @Override
  public void build(Path directory) throws IOException {
    try (GuestKernel kernel =
        GuestKernel.Flavour.CLOUD.unpack(packages, directory.resolve("kernel"))) {
      Files.copy(kernel.image(), directory.resolve("vmlinuz"));
      Files.write(directory.resolve("initrd"), guestInitrd(kernel));
      Path disk = directory.resolve("root.img");
      String owners = unpack(kernel, directory.resolve("tree"), disk);
      Path installer = directory.resolve("installer");
      Files.write(installer, installerInitrd(kernel, owners));
      install(
          new BuildMachine.Job(kernel.image(), installer, "console=ttyAMA0 quiet panic=-1", disk));
      Files.delete(installer);
    }
  }

  private static byte[] guestInitrd(GuestKernel kernel) throws IOException {
    return kernel
        .initrd(BundledScript.bytes("debian-trixie/init"))
        .directory("newroot")
        .buildCompressed();
  }

  /** Makes the disk with everything unpacked; returns who is to own what. */
  private String unpack(GuestKernel kernel, Path tree, Path disk) throws IOException {
    progress.step("unpacking a Debian system");
    Files.createDirectory(tree);
    UnpackedSystem system = UnpackedSystem.of(packages.fetch(SYSTEM), tree);
    copyTree(kernel.allModules(), tree.resolve("usr/lib/modules"));
    new Ext4Image(tree, FREE_BYTES, "debian", true).write(toolbox, disk);
    FileTree.delete(tree);
    return system.owners();
  }

  private static void copyTree(Path from, Path into) throws IOException {
    Files.createDirectories(into);
    Path copy = into.resolve(String.valueOf(from.getFileName()));
    try (Stream<Path> files = Files.walk(from)) {
      for (Path each : files.toList()) {
        Files.copy(each, copy.resolve(from.relativize(each)));
      }
    }
  }

  private static byte[] installerInitrd(GuestKernel kernel, String owners) throws IOException {
    String mirror = DebianMirror.ofThisMachine(System.getenv()).uri();
    return kernel
        .initrd(BundledScript.bytes("debian-trixie/install"))
        .directory("target")
        .file("mirror", mirror + "\n")
        .file("configure", 0644, BundledScript.bytes("debian-trixie/configure"))
        .file("owners", owners)
        .buildCompressed();
  }

  private void install(BuildMachine.Job job) {
    progress.step("installing the Debian system in an emulated machine (some minutes)");
    List<String> console = new ArrayList<>();
    machine.run(job, console::add);
    if (console.stream().noneMatch(line -> line.strip().equals(INSTALLED))) {
      List<String> last =
          console.subList(Math.max(0, console.size() - LINES_QUOTED), console.size());
      throw new HostException(
          "the Debian system could not be installed; the end of its console:%n%s"
              .formatted(String.join(System.lineSeparator(), last)));
    }
  }
}
