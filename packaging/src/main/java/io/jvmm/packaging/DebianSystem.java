package io.jvmm.packaging;

import io.jvmm.provisioning.DebianPackage;
import io.jvmm.provisioning.ExternalProgram;
import io.jvmm.provisioning.PackageRequest;
import io.jvmm.provisioning.PackageSet;
import io.jvmm.provisioning.PackageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A small Debian system in a directory, to be the root of a container: the files of some packages
 * and of those that they depend on, a database (dpkg(1), {@code /var/lib/dpkg}) that says so, and
 * users. No script of a package has run.
 */
final class DebianSystem {
  private static final String VERSION = "2"; // of what this class makes of packages

  private static final List<String> DIRECTORIES =
      List.of("dev", "proc", "sys", "run", "tmp", "root", "etc", "var/lib/dpkg/info");

  private static final List<String> MERGED = List.of("bin", "sbin", "lib");

  private static final String USERS =
      """
      root:x:0:0:root:/root:/bin/sh
      nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
      """;

  private static final String GROUPS =
      """
      root:x:0:
      nogroup:x:65534:
      """;

  private DebianSystem() {}

  /** A system with these packages, as an entry of the cache. */
  static Path of(PackageStore packages, PackageRequest request) {
    PackageSet set = packages.fetch(request);
    String key =
        "system-%s-%s-%s".formatted(request.architecture().debianName(), VERSION, set.digest());
    return packages.cache().entry("trees", key, root -> build(set, root));
  }

  private static void build(PackageSet packages, Path root) throws IOException {
    packages.unpackInto(root);
    for (String each : DIRECTORIES) {
      Files.createDirectories(root.resolve(each));
    }
    for (String each : MERGED) {
      link(root.resolve(each), Path.of("usr/" + each));
    }
    if (Files.exists(root.resolve("usr/lib64"))) {
      link(root.resolve("lib64"), Path.of("usr/lib64"));
    }
    Files.writeString(root.resolve("etc/passwd"), USERS);
    Files.writeString(root.resolve("etc/group"), GROUPS);
    Files.writeString(root.resolve("var/lib/dpkg/status"), status(packages));
    writeFileLists(packages, root.resolve("var/lib/dpkg/info"));
  }

  /** Unless a package has it: base-files does. */
  private static void link(Path link, Path target) throws IOException {
    if (!Files.exists(link)) {
      Files.createSymbolicLink(link, target);
    }
  }

  private static String status(PackageSet packages) {
    StringBuilder status = new StringBuilder();
    for (DebianPackage each : packages.packages()) {
      List<String> fields = dpkgDeb("-f", "" + packages.directory().resolve(each.fileName()));
      status.append(fields.getFirst()).append("\nStatus: install ok installed\n");
      fields.stream().skip(1).forEach(line -> status.append(line).append('\n'));
      status.append('\n');
    }
    return status.toString();
  }

  /**
   * Empty lists of files: which file is whose is of no use to a system that is thrown away, not
   * upgraded. Packages of which several architectures can be installed carry theirs in the name.
   */
  private static void writeFileLists(PackageSet packages, Path directory) throws IOException {
    Files.writeString(directory.resolve("format"), "1\n");
    for (DebianPackage each : packages.packages()) {
      Path archive = packages.directory().resolve(each.fileName());
      boolean qualified = dpkgDeb("-f", "" + archive, "Multi-Arch").contains("same");
      String name =
          qualified
              ? each.name() + ":" + dpkgDeb("-f", "" + archive, "Architecture").getFirst()
              : each.name();
      Files.writeString(directory.resolve(name + ".list"), "");
    }
  }

  private static List<String> dpkgDeb(String... arguments) {
    List<String> command = new ArrayList<>(List.of("dpkg-deb"));
    command.addAll(List.of(arguments));
    return new ExternalProgram(command, "'dpkg-deb' is in the package dpkg").run();
  }
}
