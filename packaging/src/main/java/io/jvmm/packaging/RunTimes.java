package io.jvmm.packaging;

import io.jvmm.provisioning.Architecture;
import io.jvmm.provisioning.Digest;
import io.jvmm.provisioning.ExternalProgram;
import io.jvmm.provisioning.PackageRequest;
import io.jvmm.provisioning.PackageSet;
import io.jvmm.provisioning.PackageStore;
import io.jvmm.provisioning.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * Java run-times of just the modules that are needed, linked (jlink(1)) from Debian's JDK. The
 * linker of this machine's architecture links for any other: it only copies what is compiled.
 */
final class RunTimes {
  /** The Debian release that all comes from. */
  static final String SUITE = "trixie";

  private static final String JDK = "openjdk-25-jdk-headless";

  /**
   * What is packed into archives is not compressed before: that makes those, and starts, larger.
   */
  private static final List<String> OPTIONS =
      List.of("--compress", "zip-0", "--no-header-files", "--no-man-pages");

  private static final String REMEDY =
      "if it speaks of versions, Debian's packages of the two architectures differ for now: remove"
          + " the directories apt/*/resolved in jvmm's cache, and try again later";

  private final PackageStore packages;
  private final Architecture builder;
  private final Progress progress;

  /**
   * Run-times from a store's packages, kept in its cache.
   *
   * @param builder the architecture of this machine
   */
  RunTimes(PackageStore packages, Architecture builder, Progress progress) {
    this.packages = packages;
    this.builder = builder;
    this.progress = progress;
  }

  /** The directory of a run-time: {@code bin/java} and all that it needs of a machine's files. */
  Path of(Architecture target, SortedSet<String> modules) {
    PackageSet linker = packages.fetch(whole());
    PackageSet jdk = packages.fetch(javaOf(target));
    OwnLibraries libraries = new OwnLibraries(target, packages);
    String what = linker.digest() + jdk.digest() + libraries.version() + modules + OPTIONS;
    Path entry =
        packages
            .cache()
            .entry(
                "runtimes",
                "java-%s-%s".formatted(target.debianName(), Digest.of(what)),
                directory -> {
                  link(target, modules, directory.resolve("java"));
                  libraries.addTo(directory.resolve("java"));
                });
    return entry.resolve("java");
  }

  private void link(Architecture target, SortedSet<String> modules, Path output) {
    progress.step("linking a Java run-time for " + target.debianName());
    List<String> command = new ArrayList<>(jlink());
    command.add("--module-path");
    command.add(home(packages.tree(javaOf(target)), target).resolve("jmods").toString());
    command.addAll(List.of("--add-modules", String.join(",", modules)));
    command.addAll(OPTIONS);
    command.addAll(List.of("--output", output.toString()));
    new ExternalProgram(command, REMEDY).run();
  }

  /** Debian's jlink, with its own C library: that of this machine may be older. */
  private List<String> jlink() {
    Path tree = linkerTree();
    Path libraries = tree.resolve("usr/lib").resolve(builder.multiarchTriplet());
    return List.of(
        libraries.resolve(OwnLibraries.loader(builder)).toString(),
        "--library-path",
        libraries.toString(),
        home(tree, builder).resolve("bin/jlink").toString());
  }

  /** A JDK whose configuration is found where it was unpacked: Debian's has links to /etc. */
  private Path linkerTree() {
    PackageSet linker = packages.fetch(whole());
    return packages
        .cache()
        .entry(
            "trees",
            "jlink-" + linker.digest(),
            directory -> {
              linker.unpackInto(directory);
              makeLinksRelative(directory);
            });
  }

  /** Has absolute links mean the same file below another root. */
  static void makeLinksRelative(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path link : files.filter(Files::isSymbolicLink).toList()) {
        Path target = Files.readSymbolicLink(link);
        if (target.isAbsolute()) {
          Path there = root.resolve(target.toString().substring(1));
          Files.delete(link);
          Files.createSymbolicLink(link, link.resolveSibling("").relativize(there));
        }
      }
    }
  }

  private static Path home(Path tree, Architecture architecture) {
    return tree.resolve("usr/lib/jvm/java-25-openjdk-" + architecture.debianName());
  }

  private PackageRequest whole() {
    return PackageRequest.withDependencies(SUITE, builder, JDK);
  }

  private static PackageRequest javaOf(Architecture target) {
    return PackageRequest.withDependencies(SUITE, target, JDK).keepingOnly("openjdk-25-j");
  }
}
