package io.jvmm.packaging;

import io.jvmm.provisioning.Architecture;
import io.jvmm.provisioning.PackageRequest;
import io.jvmm.provisioning.PackageSet;
import io.jvmm.provisioning.PackageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Gives a run-time the C library that it was compiled for, and so makes it run on machines whose
 * own is older, or another. Its programs become scripts that start them by that library's dynamic
 * loader (ld.so(8)); Java finds its files by where {@code libjli.so} is, not by what was started.
 */
final class OwnLibraries {
  private static final List<String> LIBRARIES =
      List.of(
          "libc.so.6",
          "libm.so.6",
          "libdl.so.2",
          "libpthread.so.0",
          "librt.so.1",
          "libgcc_s.so.1",
          "libstdc++.so.6",
          "libz.so.1");

  private static final List<String> PACKAGES = List.of("libc6", "gcc-14-base", "zlib1g");

  /** What Java starts itself, to start other programs. */
  private static final Path HELPER = Path.of("lib/jspawnhelper");

  private final Architecture architecture;
  private final PackageStore packages;

  OwnLibraries(Architecture architecture, PackageStore packages) {
    this.architecture = architecture;
    this.packages = packages;
  }

  /** The dynamic loader's name (Linux x86-64 and ARM64 System V ABI supplements). */
  static String loader(Architecture architecture) {
    return switch (architecture) {
      case ARM64 -> "ld-linux-aarch64.so.1";
      case AMD64 -> "ld-linux-x86-64.so.2";
    };
  }

  /** Which libraries they are: equal libraries, equal text. */
  String version() {
    return set().digest();
  }

  private PackageSet set() {
    return packages.fetch(request());
  }

  private PackageRequest request() {
    return PackageRequest.withDependencies(RunTimes.SUITE, architecture, "libstdc++6", "zlib1g");
  }

  /** Changes a run-time where it is. */
  void addTo(Path runTime) throws IOException {
    Path tree = packages.tree(request());
    copyLibraries(tree, Files.createDirectory(runTime.resolve("libc")));
    copyLicences(tree, runTime.resolve("legal"));
    Files.createDirectory(runTime.resolve("libexec"));
    for (Path each : programs(runTime)) {
      wrap(each, runTime.resolve("libexec"));
    }
  }

  private void copyLibraries(Path tree, Path into) throws IOException {
    Path libraries = tree.resolve("usr/lib").resolve(architecture.multiarchTriplet());
    Path loader = libraries.resolve(loader(architecture));
    permit(Files.copy(loader.toRealPath(), into.resolve(loader(architecture))));
    for (String each : LIBRARIES) {
      Files.copy(libraries.resolve(each).toRealPath(), into.resolve(each));
    }
  }

  private static void copyLicences(Path tree, Path into) throws IOException {
    for (String each : PACKAGES) {
      Path copyright = tree.resolve("usr/share/doc").resolve(each).resolve("copyright");
      Files.copy(copyright, Files.createDirectories(into.resolve(each)).resolve("copyright"));
    }
  }

  private static List<Path> programs(Path runTime) throws IOException {
    try (Stream<Path> programs = Files.list(runTime.resolve("bin"))) {
      return Stream.concat(programs, Stream.of(runTime.resolve(HELPER))).toList();
    }
  }

  private void wrap(Path program, Path into) throws IOException {
    Files.move(program, into.resolve(program.getFileName()));
    String script = Template.PROGRAM.with(Map.of("loader", loader(architecture)));
    permit(Files.writeString(program, script));
  }

  private static void permit(Path program) throws IOException {
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
