package io.jvmm.provisioning.images;

import io.jvmm.provisioning.CacheDirectory;
import io.jvmm.provisioning.Digest;
import io.jvmm.provisioning.ExternalProgram;
import io.jvmm.provisioning.PackageRequest;
import io.jvmm.provisioning.PackageStore;
import io.jvmm.provisioning.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Packages that dpkg-deb makes here, and that a store takes for fetched. */
final class FakePackages {
  private final Path directory;
  private final PackageStore store;

  FakePackages(Path directory) {
    this.directory = directory;
    this.store =
        new PackageStore(
            new CacheDirectory(directory.resolve("cache")),
            () -> {
              throw new AssertionError("the package is there");
            },
            Progress.SILENT);
  }

  PackageStore store() {
    return store;
  }

  /** A package of files that hold their own names, where the store keeps what it has fetched. */
  void provide(PackageRequest request, String... files) throws IOException {
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
        Description: a package for a test
        """
            .formatted(name));
    new ExternalProgram(
            List.of("dpkg-deb", "--root-owner-group", "-b", "" + source, "" + archive), "")
        .run();
  }
}
