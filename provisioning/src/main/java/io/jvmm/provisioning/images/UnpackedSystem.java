package io.jvmm.provisioning.images;

import io.jvmm.provisioning.DebianPackage;
import io.jvmm.provisioning.ExternalProgram;
import io.jvmm.provisioning.FileTree;
import io.jvmm.provisioning.PackageSet;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A Debian system as dpkg leaves it after unpacking and before configuring: the files of all
 * packages, and a package database (dpkg, {@code /var/lib/dpkg}) that calls each of them unpacked.
 * Made without root; who owns what is written down for somebody who is.
 */
final class UnpackedSystem {
  private static final String REMEDY =
      "check the space left on the disk; 'dpkg-deb' is in the package dpkg";

  private final Path root;
  private final Path database;
  private final StringBuilder status = new StringBuilder();
  private final List<String> owners = new ArrayList<>();

  private UnpackedSystem(Path root) {
    this.root = root;
    this.database = root.resolve("var/lib/dpkg/info");
  }

  /** Unpacks packages into a directory, which must exist. */
  static UnpackedSystem of(PackageSet packages, Path root) throws IOException {
    UnpackedSystem system = new UnpackedSystem(root);
    Files.createDirectories(system.database);
    for (DebianPackage each : packages.packages()) {
      system.unpack(packages.directory().resolve(each.fileName()));
    }
    Files.writeString(system.database.resolve("format"), "1\n");
    Files.writeString(system.database.resolveSibling("status"), system.status);
    return system;
  }

  /** Files of other owners than root: lines of {@code OWNER:GROUP MODE PATH}. */
  String owners() {
    return String.join("\n", owners) + "\n";
  }

  private void unpack(Path archive) throws IOException {
    new ExternalProgram(List.of("dpkg-deb", "-x", "" + archive, "" + root), REMEDY).run();
    Path control = Files.createTempDirectory(root, "control");
    new ExternalProgram(List.of("dpkg-deb", "-e", "" + archive, "" + control), REMEDY).run();
    String paragraph = Files.readString(control.resolve("control"));
    String name = databaseName(paragraph);
    listFiles(archive, name);
    keepScripts(control, name);
    status.append(statusOf(paragraph, configurationFiles(control)));
    FileTree.delete(control);
  }

  /** Packages of which several architectures can be installed at once carry theirs in the name. */
  private static String databaseName(String paragraph) {
    String name = field(paragraph, "Package").orElseThrow();
    boolean qualified = field(paragraph, "Multi-Arch").filter("same"::equals).isPresent();
    return qualified ? name + ":" + field(paragraph, "Architecture").orElseThrow() : name;
  }

  private static Optional<String> field(String paragraph, String key) {
    return paragraph
        .lines()
        .filter(line -> line.startsWith(key + ": "))
        .map(line -> line.substring(key.length() + 2))
        .findFirst();
  }

  private void listFiles(Path archive, String name) throws IOException {
    Process process =
        new ProcessBuilder("dpkg-deb", "--fsys-tarfile", archive.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> files = new ArrayList<>();
    try (InputStream raw = process.getInputStream();
        TarArchiveInputStream tar = new TarArchiveInputStream(raw, "UTF-8")) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        files.add(note(entry));
      }
      raw.transferTo(OutputStream.nullOutputStream()); // padding: or dpkg-deb fails to write it
    }
    check(process, archive);
    Files.write(database.resolve(name + ".list"), files);
  }

  private static void check(Process process, Path archive) {
    int status = process.onExit().join().exitValue();
    if (status != 0) {
      throw new HostException(
          "dpkg-deb cannot list %s (status %d): delete that file and try again"
              .formatted(archive, status));
    }
  }

  private String note(TarArchiveEntry entry) {
    String path = "/" + entry.getName().replaceFirst("^\\./", "").replaceFirst("/$", "");
    String owner = entry.getUserName() + ":" + entry.getGroupName();
    if (!owner.equals("root:root")) {
      owners.add("%s %o %s".formatted(owner, entry.getMode() & 07777, path));
    }
    return path.equals("/") ? "/." : path;
  }

  private void keepScripts(Path control, String name) throws IOException {
    try (Stream<Path> files = Files.list(control)) {
      for (Path each : files.toList()) {
        String kind = String.valueOf(each.getFileName());
        if (!kind.equals("control")) {
          Files.copy(each, database.resolve(name + "." + kind), StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  /** Configuration files wait under another name until dpkg has compared them with the old ones. */
  private List<String> configurationFiles(Path control) throws IOException {
    Path list = control.resolve("conffiles");
    if (!Files.exists(list)) {
      return List.of();
    }
    List<String> files =
        Files.readAllLines(list).stream()
            .map(String::strip)
            .filter(line -> line.startsWith("/"))
            .toList();
    for (String each : files) {
      Path file = root.resolve(each.substring(1));
      Files.copy(
          file,
          file.resolveSibling(file.getFileName() + ".dpkg-new"),
          StandardCopyOption.COPY_ATTRIBUTES);
    }
    return files;
  }

  private static String statusOf(String paragraph, List<String> configurationFiles) {
    int firstLineEnd = paragraph.indexOf('\n');
    if (firstLineEnd < 0) {
      throw new HostException("a package's control file has one line only: fetch it again");
    }
    StringBuilder text = new StringBuilder();
    text.append(paragraph, 0, firstLineEnd).append("\nStatus: install ok unpacked\n");
    text.append(paragraph.substring(firstLineEnd + 1).stripTrailing()).append('\n');
    if (!configurationFiles.isEmpty()) {
      text.append("Conffiles:");
      configurationFiles.forEach(file -> text.append("\n ").append(file).append(" newconffile"));
      text.append('\n');
    }
    return text.append('\n').toString();
  }
}
