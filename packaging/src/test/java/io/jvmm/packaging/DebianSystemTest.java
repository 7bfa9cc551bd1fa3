package io.jvmm.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.provisioning.Architecture;
import io.jvmm.provisioning.CacheDirectory;
import io.jvmm.provisioning.Digest;
import io.jvmm.provisioning.PackageRequest;
import io.jvmm.provisioning.PackageStore;
import io.jvmm.provisioning.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebianSystemTest {
  private static final PackageRequest REQUEST =
      PackageRequest.withDependencies("trixie", Architecture.ARM64, "libexample");

  @TempDir private Path directory;
  private Path root;

  @BeforeEach
  void aSystemOfOnePackage() throws Exception {
    provide("Package: libexample\nVersion: 1\nArchitecture: arm64\nMulti-Arch: same\n");
    PackageStore store =
        new PackageStore(
            new CacheDirectory(directory),
            () -> {
              throw new AssertionError("the package is there");
            },
            Progress.SILENT);
    root = DebianSystem.of(store, REQUEST);
  }

  @Test
  void theFilesOfThePackageAreThere() {
    assertThat(root.resolve("usr/lib/example")).hasContent("text");
    assertThat(root.resolve("lib/example")).as("the directories are merged").exists();
  }

  @Test
  void dpkgFindsThePackageInstalled() {
    assertThat(root.resolve("var/lib/dpkg/status"))
        .content()
        .startsWith("Package: libexample\nStatus: install ok installed\n")
        .contains("\nVersion: 1\n")
        .endsWith("\n\n");
    assertThat(root.resolve("var/lib/dpkg/info/libexample:arm64.list")).exists();
  }

  @Test
  void rootIsAUser() {
    assertThat(root.resolve("etc/passwd")).content().contains("root:x:0:0:");
  }

  /** Where the store keeps what it has fetched. */
  private void provide(String control) throws IOException {
    Path state = directory.resolve("apt/trixie-arm64");
    Path deb = Files.createDirectories(state.resolve("archives")).resolve("libexample_1_arm64.deb");
    try (OutputStream output = Files.newOutputStream(deb)) {
      String rest = "Maintainer: nobody <nobody@localhost>\nDescription: for a test\n";
      FileSet files = new FileSet().text("usr/lib/example", "text\n");
      new DebArchive(control + rest, files, Instant.EPOCH).write(output);
    }
    Path resolved = Files.createDirectories(state.resolve("resolved"));
    Files.writeString(
        resolved.resolve("libexample-" + Digest.of(REQUEST.toString())),
        "'cached' %s %d SHA256:%s".formatted(deb.getFileName(), Files.size(deb), "0".repeat(64)));
  }
}
