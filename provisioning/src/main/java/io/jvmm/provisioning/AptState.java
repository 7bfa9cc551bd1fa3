package io.jvmm.provisioning;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * An apt of our own for one suite and architecture: its lists, its archive of packages and its
 * configuration are in the cache, and it believes that nothing is installed. The machine's own apt
 * sees nothing of it; of that one's configuration only the way to the network is taken over.
 */
final class AptState {
  private static final Duration LISTS_STAY_FRESH = Duration.ofDays(7);
  private static final List<String> NETWORK_SETTINGS =
      List.of("Acquire::http", "Acquire::ftp", "Acquire::ForceIPv", "Acquire::Proxy");
  private static final String REMEDY =
      "check the network (behind a proxy: http_proxy, or apt's own settings) and the space left;"
          + " JVMM_DEBIAN_MIRROR names another Debian archive; 'apt-get' is in the package apt";

  private final Path directory;
  private final DebianMirror mirror;
  private final String suite;
  private final Architecture architecture;

  AptState(Path directory, DebianMirror mirror, String suite, Architecture architecture) {
    this.directory = directory;
    this.mirror = mirror;
    this.suite = suite;
    this.architecture = architecture;
  }

  /** Where the packages' files are. */
  Path archives() {
    return directory.resolve("archives");
  }

  /** Writes the configuration, which follows the machine's as it is today. */
  void prepare() throws IOException {
    Files.createDirectories(directory.resolve("lists/partial"));
    Files.createDirectories(archives().resolve("partial"));
    Files.createDirectories(directory.resolve("nothing-downloaded/partial"));
    Path sources = Files.createDirectories(directory.resolve("etc/sources.list.d"));
    Files.writeString(directory.resolve("status"), "");
    Files.writeString(sources.resolve("debian.sources"), sources());
    List<String> network = new ExternalProgram(List.of("apt-config", "dump"), REMEDY).run();
    Files.write(directory.resolve("apt.conf"), configuration(network));
  }

  private String sources() {
    String signedBy = mirror.keyring().map(path -> "Signed-By: " + path + "\n").orElse("");
    return "Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nArchitectures: %s\n%s"
        .formatted(mirror.uri(), suite, architecture.debianName(), signedBy);
  }

  private List<String> configuration(List<String> machine) {
    Stream<String> own =
        Stream.of(
            // The machine's own configuration may run hooks after an update: read none of it.
            "Dir::Etc::main \"/dev/null\";",
            "Dir::Etc::parts \"%s\";".formatted(directory.resolve("etc")),
            "Dir::Etc::sourcelist \"/dev/null\";",
            "Dir::Etc::sourceparts \"%s\";".formatted(directory.resolve("etc/sources.list.d")),
            "Dir::Etc::preferences \"/dev/null\";",
            "Dir::Etc::preferencesparts \"%s\";".formatted(directory.resolve("etc")),
            "Dir::State \"%s\";".formatted(directory),
            "Dir::State::lists \"%s\";".formatted(directory.resolve("lists")),
            "Dir::State::status \"%s\";".formatted(directory.resolve("status")),
            "Dir::Cache \"%s\";".formatted(directory),
            "Dir::Cache::archives \"%s\";".formatted(directory.resolve("nothing-downloaded")),
            "APT::Architecture \"%s\";".formatted(architecture.debianName()),
            "APT::Architectures { \"%s\"; };".formatted(architecture.debianName()),
            "APT::Install-Recommends \"0\";",
            // The cache is in the user's home, which apt's own user may not enter.
            "APT::Sandbox::User \"root\";",
            "Acquire::Languages \"none\";",
            "Acquire::ForceHash \"SHA256\";");
    Stream<String> network =
        machine.stream().filter(line -> NETWORK_SETTINGS.stream().anyMatch(line::startsWith));
    return Stream.concat(own, network).toList();
  }

  /**
   * Fetches the suite's index if it is missing or old; an old one does where there is no network.
   */
  void refresh(Progress progress) throws IOException {
    Path stamp = directory.resolve("refreshed");
    if (isFresh(stamp)) {
      return;
    }
    progress.step(
        "reading the index of Debian %s (%s)".formatted(suite, architecture.debianName()));
    try {
      apt(List.of("update", "-q", "--error-on=any"), _ -> {});
      Files.writeString(stamp, "");
    } catch (HostException failure) {
      if (!Files.exists(stamp)) {
        throw failure;
      }
      progress.step("no newer index to be had, going on with the old one");
    }
  }

  private static boolean isFresh(Path stamp) throws IOException {
    return Files.exists(stamp)
        && Files.getLastModifiedTime(stamp)
            .toInstant()
            .isAfter(Instant.now().minus(LISTS_STAY_FRESH));
  }

  /** Makes the next {@link #refresh} ask the network. */
  void expire() throws IOException {
    Path stamp = directory.resolve("refreshed");
    if (Files.exists(stamp)) {
      Files.setLastModifiedTime(stamp, FileTime.fromMillis(0));
    }
  }

  /** Which packages a request comes to. */
  List<DebianPackage> resolve(PackageRequest request) {
    List<String> arguments = new ArrayList<>(List.of("install", "-y", "--print-uris"));
    arguments.add("--no-install-recommends");
    arguments.addAll(request.packages());
    List<String> lines = new ArrayList<>();
    apt(arguments, lines::add);
    List<DebianPackage> kept =
        lines.stream()
            .flatMap(line -> DebianPackage.ofUriLine(line).stream())
            .filter(request::keeps)
            .toList();
    if (kept.isEmpty()) {
      throw new HostException(
          "Debian %s has nothing for %s; is %s a whole Debian archive?"
              .formatted(suite, request.packages(), mirror.uri()));
    }
    return kept;
  }

  /** Downloads what is not there yet; apt checks every file against the signed index. */
  void download(List<DebianPackage> packages, Progress progress) {
    List<String> arguments = new ArrayList<>(List.of("download", "-q", "-o", "APT::Status-Fd=1"));
    packages.forEach(each -> arguments.add(each.exactly()));
    String label = label(packages);
    long total = packages.stream().mapToLong(DebianPackage::bytes).sum();
    DownloadMonitor monitor = new DownloadMonitor(progress, label, total);
    apt(arguments, monitor::line);
    progress.update(label, total, total);
  }

  private String label(List<DebianPackage> packages) {
    // apt orders by dependency: the last is what was asked for.
    String wanted = packages.getLast().name();
    String more = packages.size() == 1 ? "" : " and %d more".formatted(packages.size() - 1);
    return "fetching %s%s for %s".formatted(wanted, more, architecture.debianName());
  }

  private void apt(List<String> arguments, Consumer<String> eachLine) {
    List<String> command = new ArrayList<>(List.of("apt-get"));
    command.addAll(arguments);
    Map<String, String> environment =
        Map.of("APT_CONFIG", directory.resolve("apt.conf").toString());
    new ExternalProgram(command, archives(), environment, REMEDY).run(eachLine);
  }
}
