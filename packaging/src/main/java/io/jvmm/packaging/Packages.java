package io.jvmm.packaging;

import io.jvmm.provisioning.Architecture;
import io.jvmm.provisioning.FileTree;
import io.jvmm.provisioning.PackageRequest;
import io.jvmm.provisioning.PackageStore;
import io.jvmm.provisioning.Progress;
import io.jvmm.vmm.error.HostException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * What users are given: archives with and without a Java run-time, a Debian package, container
 * images, and their checksums. Equal releases and times make equal packages, as long as Debian's
 * packages are the same.
 */
final class Packages {
  static final String CHECKSUMS = "SHA256SUMS";

  /** What jvmm needs around it in a container, to run machines and to build their images. */
  private static final String[] CONTAINER = {
    "apt",
    "base-files",
    "coreutils",
    "dash",
    "debian-archive-keyring",
    "dpkg",
    "passt",
    "sed",
    "tar"
  };

  private static final List<String> UNREAD =
      List.of("usr/share/info", "usr/share/locale", "usr/share/man");

  private static final String STATE = "var/lib/jvmm";
  private static final int EVERYONE_WRITES = 01777;

  private final Release release;
  private final Path checkout;
  private final Instant time;
  private final PackageStore store;
  private final RunTimes runTimes;
  private final Progress progress;

  /**
   * The packages of a checkout's release.
   *
   * @param time what their files' times are
   */
  Packages(Path checkout, Instant time, PackageStore store, Progress progress) {
    this.release = new Release(checkout.resolve("cli/target/dist"));
    this.checkout = checkout;
    this.time = time;
    this.store = store;
    this.runTimes = new RunTimes(store, Architecture.ofThisMachine(), progress);
    this.progress = progress;
  }

  /**
   * Makes them all.
   *
   * @param directory where; what is in it is removed first
   */
  void write(Path directory) throws IOException {
    FileTree.delete(directory);
    Files.createDirectories(directory);
    archive(directory.resolve(name() + ".tar.gz"), contents());
    for (Architecture each : Architecture.values()) {
      Path archive = directory.resolve("%s-linux-%s.tar.gz".formatted(name(), machine(each)));
      archive(archive, contents().tree(runTimePath(each), runTime(each)));
      container(directory.resolve("%s-container-%s.tar".formatted(name(), machine(each))), each);
    }
    debianPackage(directory);
    writeChecksums(directory);
  }

  private String name() {
    return "jvmm-" + release.version();
  }

  /** As {@code uname -m} prints it, which the launcher goes by. */
  static String machine(Architecture architecture) {
    String triplet = architecture.multiarchTriplet();
    return triplet.substring(0, triplet.indexOf('-'));
  }

  private static String runTimePath(Architecture architecture) {
    return "runtime/" + machine(architecture);
  }

  private Path runTime(Architecture architecture) {
    return runTimes.of(architecture, release.platformModules());
  }

  private FileSet contents() {
    return release
        .all()
        .copy("LICENSE", checkout.resolve("LICENSE"))
        .copy("CHANGELOG.md", checkout.resolve("CHANGELOG.md"))
        .copy("INSTALL.md", checkout.resolve("docs/install.md"))
        .tree("examples", checkout.resolve("examples"))
        .tree("schema", checkout.resolve("schema"));
  }

  private void archive(Path file, FileSet contents) throws IOException {
    progress.step("making " + file.getFileName());
    try (OutputStream output = new GZIPOutputStream(Files.newOutputStream(file))) {
      new TarArchive(new FileSet().all(name(), contents), time).write(output);
    }
  }

  private void debianPackage(Path directory) throws IOException {
    InstalledFiles files = new InstalledFiles(release, time);
    String version = files.debianVersion();
    Path file = directory.resolve("jvmm_%s_all.deb".formatted(version));
    progress.step("making " + file.getFileName());
    String control = Template.CONTROL.with(Map.of("version", version));
    try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(file))) {
      new DebArchive(control, files.all(), time).write(output);
    }
  }

  private void container(Path file, Architecture architecture) throws IOException {
    progress.step("making " + file.getFileName());
    Path work = Files.createTempDirectory(file.resolveSibling(""), ".layers");
    try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(file))) {
      FileSet runTime =
          new FileSet()
              .tree(InstalledFiles.HOME + "/" + runTimePath(architecture), runTime(architecture));
      FileSet program =
          new InstalledFiles(release, time).program().directory(STATE, EVERYONE_WRITES);
      new ImageArchive(work, time)
          .layer(system(architecture))
          .layer(runTime)
          .layer(program)
          .write(config(architecture), "jvmm", release.version(), output);
    } finally {
      FileTree.delete(work);
    }
  }

  private FileSet system(Architecture architecture) {
    Path root =
        DebianSystem.of(
            store, PackageRequest.withDependencies(RunTimes.SUITE, architecture, CONTAINER));
    FileSet files = new FileSet().tree("", root).directory("tmp", EVERYONE_WRITES);
    UNREAD.forEach(files::withoutTree);
    return files;
  }

  private ImageConfig config(Architecture architecture) {
    return new ImageConfig(
        architecture,
        List.of("/usr/bin/jvmm"),
        List.of("PATH=/usr/sbin:/usr/bin", "HOME=/" + STATE, "LANG=C.UTF-8"),
        "/" + STATE,
        time);
  }

  /** As sha256sum(1) prints and reads them. */
  private static void writeChecksums(Path directory) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Path each : filesIn(directory)) {
      lines.append(Checksum.SHA256.of(each)).append("  ").append(each.getFileName()).append('\n');
    }
    Files.writeString(directory.resolve(CHECKSUMS), lines);
  }

  private static List<Path> filesIn(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    } catch (IOException failure) {
      throw new HostException("cannot read " + directory + ": " + failure, failure);
    }
  }
}
