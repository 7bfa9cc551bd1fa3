package io.jvmm.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The packages of the release; {@code ./dev test} makes them, and {@code ./dev it PackagesIT}. */
public final class PackagedFiles {
  private static final Path DIRECTORY = Checkout.root().resolve("target/packages");
  private static final Path SYSTEM = Checkout.root().resolve("integration-tests/target/system");

  private PackagedFiles() {}

  /** Where they are, with their checksums. */
  public static Path directory() {
    return DIRECTORY;
  }

  /** The archive that uses the machine's own Java. */
  public static Path plainArchive() throws IOException {
    return only("jvmm-*[!4].tar.gz");
  }

  /** The archive with a Java run-time. */
  public static Path archive(String machine) throws IOException {
    return only("jvmm-*-linux-%s.tar.gz".formatted(machine));
  }

  /** The image, as Docker loads it. */
  public static Path image(String machine) throws IOException {
    return only("jvmm-*-container-%s.tar".formatted(machine));
  }

  /** The Debian package. */
  public static Path debianPackage() throws IOException {
    return only("jvmm_*.deb");
  }

  /** The root of a Debian system to install it in, which is only read. */
  public static Path debianSystem() throws IOException {
    return SYSTEM.toRealPath();
  }

  /** Unpacks an archive of a release; returns the one directory that is in it. */
  public static Path unpack(Path archive, Path into) throws IOException, InterruptedException {
    Shell.Result result =
        Shell.run("", List.of("tar", "-xzf", archive.toString(), "-C", into.toString()));
    if (result.status() != 0) {
      throw new AssertionError(archive + " cannot be unpacked: " + result);
    }
    try (Stream<Path> entries = Files.list(into)) {
      return entries.findAny().orElseThrow();
    }
  }

  private static Path only(String pattern) throws IOException {
    try (var matches = Files.newDirectoryStream(DIRECTORY, pattern)) {
      return matches.iterator().next();
    }
  }
}
