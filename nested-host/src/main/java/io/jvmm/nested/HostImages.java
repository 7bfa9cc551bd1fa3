package io.jvmm.nested;

import io.jvmm.provisioning.Architecture;
import io.jvmm.provisioning.CacheDirectory;
import io.jvmm.provisioning.Digest;
import io.jvmm.provisioning.Ext4Image;
import io.jvmm.provisioning.FileTree;
import io.jvmm.provisioning.InitrdBuilder;
import io.jvmm.provisioning.KernelModule;
import io.jvmm.provisioning.KernelModules;
import io.jvmm.provisioning.KernelTree;
import io.jvmm.provisioning.PackageRequest;
import io.jvmm.provisioning.PackageSet;
import io.jvmm.provisioning.PackageStore;
import io.jvmm.provisioning.Progress;
import io.jvmm.provisioning.Toolbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the nested host's kernel, initial RAM file system and root from Debian packages, once. Each
 * is an entry of the cache, named for the packages and the recipe that went into it.
 */
public final class HostImages {
  private static final String SUITE = "trixie";

  private static final PackageRequest KERNEL =
      PackageRequest.withDependencies(SUITE, Architecture.ARM64, "linux-image-arm64")
          .keepingOnly("linux-image-6", "linux-image-7");
  private static final PackageRequest BUSYBOX =
      PackageRequest.withDependencies(SUITE, Architecture.ARM64, "busybox-static")
          .keepingOnly("busybox-static");
  private static final PackageRequest ROOT =
      PackageRequest.withDependencies(
          SUITE,
          Architecture.ARM64,
          "openjdk-25-jre-headless",
          "busybox-static",
          "device-tree-compiler",
          "dropbear-bin",
          "passt",
          "util-linux");
  private static final PackageRequest PEERS =
      PackageRequest.withDependencies(SUITE, Architecture.ARM64, "qemu-system-arm", "iperf3");

  /** ext4 asks for its checksum by the algorithm's name, which tells no dependency. */
  private static final List<String> DISK_MODULES =
      List.of("virtio_blk", "crc32c_generic", "ext4", "overlay");

  private static final List<String> SHARE_MODULES = List.of("9pnet_virtio", "9p", "virtio_net");

  /** What machines on interfaces of the host need. */
  private static final List<String> NETWORK_MODULES = List.of("tun", "bridge");

  /** passt, started by root, becomes nobody. */
  private static final String USERS =
      """
      root:x:0:0:root:/root:/bin/sh
      nobody:x:65534:65534:nobody:/nonexistent:/bin/false
      """;

  private static final List<String> INITRD_COMMANDS =
      List.of("sh", "mount", "insmod", "mkdir", "ip", "cp", "switch_root");

  private final PackageStore packages;
  private final Toolbox toolbox;
  private final Progress progress;

  /**
   * Images made from a store's packages.
   *
   * @param toolbox where the programs come from that make them
   */
  public HostImages(PackageStore packages, Toolbox toolbox, Progress progress) {
    this.packages = packages;
    this.toolbox = toolbox;
    this.progress = progress;
  }

  /** The toolbox that the images are made with. */
  Toolbox toolbox() {
    return toolbox;
  }

  /** The cache that the images are in. */
  CacheDirectory cache() {
    return packages.cache();
  }

  /** What a host boots from, made where it is not in the cache yet. */
  HostImage image(HostConfig config) {
    Path boot = boot();
    List<Path> layers = new ArrayList<>(List.of(layer("nested-root", ROOT, HostImages::addSystem)));
    if (config.peers()) {
      layers.add(layer("nested-peers", PEERS, _ -> {}));
    }
    return new HostImage(boot.resolve("vmlinuz"), boot.resolve("initrd.gz"), layers);
  }

  private Path boot() {
    PackageSet kernel = packages.fetch(KERNEL);
    PackageSet busybox = packages.fetch(BUSYBOX);
    String key = "nested-boot-" + Digest.of(kernel.digest() + busybox.digest() + recipe());
    return cache()
        .entry(
            "images",
            key,
            entry -> {
              progress.step("making the nested host's initrd");
              Path unpacked = Files.createDirectory(entry.resolve("unpacked"));
              kernel.unpackInto(unpacked);
              busybox.unpackInto(unpacked);
              KernelTree tree = KernelTree.in(unpacked);
              Files.write(entry.resolve("initrd.gz"), initrd(tree, unpacked));
              Files.move(tree.image(), entry.resolve("vmlinuz"));
              FileTree.delete(unpacked);
            });
  }

  private static byte[] initrd(KernelTree kernel, Path unpacked) throws IOException {
    KernelModules modules = KernelModules.of(kernel);
    List<KernelModule> disks = modules.closure(DISK_MODULES);
    List<KernelModule> shares = modules.closure(SHARE_MODULES);
    List<KernelModule> networks = modules.closure(NETWORK_MODULES);
    InitrdBuilder initrd = new InitrdBuilder();
    Stream.of("dev", "proc", "sys", "root", "layers", "changes").forEach(initrd::directory);
    initrd.characterDevice("dev/console", 5, 1);
    initrd.executable("bin/busybox", Files.readAllBytes(unpacked.resolve("usr/bin/busybox")));
    INITRD_COMMANDS.forEach(command -> initrd.link("bin/" + command, "busybox"));
    Stream.of(disks, shares, networks)
        .flatMap(List::stream)
        .forEach(each -> initrd.file("modules/" + each.name() + ".ko", 0644, each.content()));
    initrd.file("modules/disks", names(disks));
    initrd.file("modules/shares", names(shares));
    initrd.file("modules/networks", names(networks));
    initrd.executable("init", BundledFile.INIT.bytes());
    return initrd.buildCompressed();
  }

  private static String names(List<KernelModule> modules) {
    return modules.stream().map(each -> each.name() + "\n").collect(Collectors.joining());
  }

  private Path layer(String name, PackageRequest request, TreeEdit edit) {
    PackageSet contents = packages.fetch(request);
    String key = name + "-" + Digest.of(contents.digest() + recipe());
    Path directory =
        cache()
            .entry(
                "images",
                key,
                entry -> {
                  progress.step("making the disk image " + name);
                  Path root = Files.createDirectory(entry.resolve("root"));
                  contents.unpackInto(root);
                  edit.apply(root);
                  new Ext4Image(root, 0, name, false).write(toolbox, entry.resolve("root.img"));
                  FileTree.delete(root);
                });
    return directory.resolve("root.img");
  }

  /** Adds to the packages' files what their maintainers' scripts would have made, and our own. */
  private static void addSystem(Path root) throws IOException {
    for (String directory : List.of("bin", "sbin", "lib")) {
      link(root, directory, "usr/" + directory);
    }
    for (String directory : List.of("dev", "proc", "sys", "run", "tmp", "root", "etc/dropbear")) {
      Files.createDirectories(root.resolve(directory));
    }
    permit(root.resolve("root"), "rwx------");
    permit(root.resolve("tmp"), "rwxrwxrwx");
    link(root, "usr/bin/sh", "busybox");
    link(root, "usr/sbin/init", "../bin/busybox");
    link(root, "usr/bin/java", "../lib/jvm/java-25-openjdk-arm64/bin/java");
    Files.writeString(root.resolve("etc/passwd"), USERS);
    Files.writeString(root.resolve("etc/group"), "root:x:0:\nnogroup:x:65534:\n");
    Files.writeString(root.resolve("etc/resolv.conf"), "nameserver 10.0.2.3\n");
    Files.writeString(root.resolve("etc/hosts"), "127.0.0.1 localhost jvmm-nested\n");
    Files.writeString(root.resolve("etc/shells"), "/bin/sh\n");
    Files.write(root.resolve("etc/inittab"), BundledFile.INITTAB.bytes());
    script(root.resolve("etc/rc"), BundledFile.RC);
    script(root.resolve("etc/idle"), BundledFile.IDLE);
    script(root.resolve("etc/session"), BundledFile.SESSION);
  }

  private static void script(Path path, BundledFile content) throws IOException {
    Files.write(path, content.bytes());
    permit(path, "rwxr-xr-x");
  }

  private static void link(Path root, String path, String target) throws IOException {
    Path link = root.resolve(path);
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, Path.of(target));
  }

  private static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  /** Changes with everything that decides what goes into an image: these files, and this class. */
  static String recipe() {
    return Stream.of(
            BundledFile.INIT,
            BundledFile.INITTAB,
            BundledFile.RC,
            BundledFile.IDLE,
            BundledFile.SESSION,
            BundledFile.RECIPE)
        .map(file -> Digest.of(file.bytes()))
        .collect(Collectors.joining());
  }

  /** Changes an unpacked tree before it becomes an image. */
  @FunctionalInterface
  private interface TreeEdit {
    void apply(Path root) throws IOException;
  }
}
