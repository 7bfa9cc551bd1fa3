package io.jvmm.provisioning.images;

import io.jvmm.provisioning.Architecture;
import io.jvmm.provisioning.FileTree;
import io.jvmm.provisioning.InitrdBuilder;
import io.jvmm.provisioning.KernelModule;
import io.jvmm.provisioning.KernelModules;
import io.jvmm.provisioning.KernelTree;
import io.jvmm.provisioning.PackageRequest;
import io.jvmm.provisioning.PackageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A kernel of Debian's and its static busybox, unpacked; initial RAM file systems that start with
 * them.
 */
final class GuestKernel implements AutoCloseable {
  static final String SUITE = "trixie";

  private static final PackageRequest BUSYBOX =
      PackageRequest.withDependencies(SUITE, Architecture.ARM64, "busybox-static")
          .keepingOnly("busybox-static");

  private static final List<String> VIRTIO_MODULES =
      List.of("virtio_mmio", "virtio_blk", "virtio_net");

  /** Which kernel. */
  enum Flavour {
    /** For virtual machines: small, with paravirtual devices only. */
    CLOUD("linux-image-cloud-arm64"),
    /** For any machine: it has a driver for the power button. */
    GENERIC("linux-image-arm64");

    private final String metapackage;

    Flavour(String metapackage) {
      this.metapackage = metapackage;
    }

    private PackageRequest request() {
      return PackageRequest.withDependencies(SUITE, Architecture.ARM64, metapackage)
          .keepingOnly("linux-image-6", "linux-image-7");
    }

    /** In the order in which the guest loads them, less what they depend on. */
    private List<String> modules() {
      return switch (this) {
        case CLOUD -> VIRTIO_MODULES;
        case GENERIC ->
            Stream.concat(VIRTIO_MODULES.stream(), Stream.of("gpio_keys", "evdev")).toList();
      };
    }

    /** Says which packages these are. */
    String version(PackageStore packages) {
      return packages.fetch(request()).digest() + packages.fetch(BUSYBOX).digest();
    }

    /** Unpacks them into a directory that is removed on close. */
    GuestKernel unpack(PackageStore packages, Path directory) throws IOException {
      Files.createDirectory(directory);
      packages.fetch(request()).unpackInto(directory);
      packages.fetch(BUSYBOX).unpackInto(directory);
      return new GuestKernel(directory, modules());
    }
  }

  private final Path unpacked;
  private final KernelTree tree;
  private final List<KernelModule> modules;

  private GuestKernel(Path unpacked, List<String> modules) {
    this.unpacked = unpacked;
    this.tree = KernelTree.in(unpacked);
    this.modules = KernelModules.of(tree).closure(modules);
  }

  /** The kernel itself. */
  Path image() {
    return tree.image();
  }

  /** All of its modules: a directory named for the kernel's release. */
  Path allModules() {
    return tree.modules();
  }

  /** An initial RAM file system with busybox, the virtio drivers and a first process. */
  InitrdBuilder initrd(byte[] firstProcess) throws IOException {
    InitrdBuilder initrd = new InitrdBuilder();
    initrd.directory("dev").directory("proc").directory("sys").directory("etc");
    initrd.executable("bin/busybox", Files.readAllBytes(unpacked.resolve("usr/bin/busybox")));
    initrd.executable("init", firstProcess);
    StringBuilder names = new StringBuilder();
    for (KernelModule each : modules) {
      initrd.file("lib/modules/" + each.name() + ".ko", 0644, each.content());
      names.append(each.name()).append(".ko\n");
    }
    return initrd.file("etc/modules", names.toString());
  }

  @Override
  public void close() throws IOException {
    FileTree.delete(unpacked);
  }
}
