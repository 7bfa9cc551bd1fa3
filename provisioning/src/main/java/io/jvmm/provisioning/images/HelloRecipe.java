package io.jvmm.provisioning.images;

import io.jvmm.provisioning.Digest;
import io.jvmm.provisioning.InitrdBuilder;
import io.jvmm.provisioning.PackageStore;
import io.jvmm.provisioning.Progress;
import io.jvmm.provisioning.images.GuestKernel.Flavour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A kernel of Debian's, and busybox's shell on the paravirtual console: the images {@code hello}
 * and, with the kernel for any machine, {@code hello-generic}.
 */
record HelloRecipe(PackageStore packages, Progress progress, Flavour flavour) implements Recipe {
  private static final List<String> INGREDIENTS =
      List.of(
          "hello/init",
          "hello/await-console",
          "hello/inittab",
          "hello/lease",
          "hello/network",
          "hello/session",
          "hello/shellrc",
          "HelloRecipe.class",
          "GuestKernel.class",
          "GuestKernel$Flavour.class");

  @Override
  public String name() {
    return switch (flavour) {
      case CLOUD -> "hello";
      case GENERIC -> "hello-generic";
    };
  }

  @Override
  public List<String> files() {
    return List.of("vmlinuz", "initrd");
  }

  @Override
  public String version() {
    return Digest.of(flavour.version(packages) + BundledScript.version(INGREDIENTS));
  }

  @Override
  public void build(Path directory) throws IOException {
    progress.step("making the guest image " + name());
    try (GuestKernel kernel = flavour.unpack(packages, directory.resolve("unpacked"))) {
      InitrdBuilder initrd = kernel.initrd(BundledScript.bytes("hello/init"));
      initrd.executable("etc/await-console", BundledScript.bytes("hello/await-console"));
      initrd.executable("etc/lease", BundledScript.bytes("hello/lease"));
      initrd.executable("etc/network", BundledScript.bytes("hello/network"));
      initrd.executable("etc/session", BundledScript.bytes("hello/session"));
      initrd.file("etc/inittab", 0644, BundledScript.bytes("hello/inittab"));
      initrd.file("etc/shellrc", 0644, BundledScript.bytes("hello/shellrc"));
      Files.write(directory.resolve("initrd"), initrd.buildCompressed());
      Files.copy(kernel.image(), directory.resolve("vmlinuz"));
    }
  }
}
