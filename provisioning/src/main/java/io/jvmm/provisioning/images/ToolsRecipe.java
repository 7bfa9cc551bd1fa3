package io.jvmm.provisioning.images;

import io.jvmm.provisioning.Architecture;
import io.jvmm.provisioning.Digest;
import io.jvmm.provisioning.Ext4Image;
import io.jvmm.provisioning.FileTree;
import io.jvmm.provisioning.PackageRequest;
import io.jvmm.provisioning.PackageStore;
import io.jvmm.provisioning.Progress;
import io.jvmm.provisioning.Toolbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The image {@code tools}: a disk with programs that examine a machine's devices, and the libraries
 * that these need. None of them has to be installed: whoever mounts it runs them by its script
 * {@code enter}.
 */
record ToolsRecipe(PackageStore packages, Toolbox toolbox, Progress progress) implements Recipe {
  private static final PackageRequest PROGRAMS =
      PackageRequest.withDependencies(
          GuestKernel.SUITE,
          Architecture.ARM64,
          "base-files", // the links from /lib to /usr/lib and so on
          "bash",
          "coreutils",
          "dash", // /bin/sh
          "dropbear-bin",
          "fio",
          "iperf3",
          "pciutils",
          "rng-tools5");

  private static final String ROOT_WITHOUT_PASSWORD = "root::0:0:root:/tmp:/bin/sh\n";
  private static final List<String> INGREDIENTS = List.of("tools/enter", "ToolsRecipe.class");

  @Override
  public String name() {
    return "tools";
  }

  @Override
  public List<String> files() {
    return List.of("tools.img");
  }

  @Override
  public String version() {
    return Digest.of(packages.fetch(PROGRAMS).digest() + BundledScript.version(INGREDIENTS));
  }

  @Override
  public void build(Path directory) throws IOException {
    progress.step("making the guest image " + name());
    Path tree = Files.createDirectory(directory.resolve("tree"));
    packages.fetch(PROGRAMS).unpackInto(tree);
    Files.writeString(tree.resolve("etc/passwd"), ROOT_WITHOUT_PASSWORD);
    Path enter = Files.write(tree.resolve("enter"), BundledScript.bytes("tools/enter"));
    Files.setPosixFilePermissions(enter, PosixFilePermissions.fromString("rwxr-xr-x"));
    new Ext4Image(tree, 0, name(), false).write(toolbox, directory.resolve("tools.img"));
    FileTree.delete(tree);
  }
}
