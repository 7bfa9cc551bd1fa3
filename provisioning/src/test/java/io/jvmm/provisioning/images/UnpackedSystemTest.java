package io.jvmm.provisioning.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.provisioning.DebianPackage;
import io.jvmm.provisioning.ExternalProgram;
import io.jvmm.provisioning.PackageSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unpacks a real package, made here by dpkg-deb. */
class UnpackedSystemTest {
  @TempDir private Path directory;

  private Path root;
  private UnpackedSystem system;

  @BeforeEach
  void aPackageIsUnpacked() throws IOException {
    Path source = directory.resolve("source");
    write(source.resolve("usr/bin/tool"), "#!/bin/sh\n");
    write(source.resolve("etc/tool.conf"), "setting\n");
    write(source.resolve("DEBIAN/conffiles"), "/etc/tool.conf\n");
    write(source.resolve("DEBIAN/postinst"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(
        source.resolve("DEBIAN/postinst"), PosixFilePermissions.fromString("rwxr-xr-x"));
    write(
        source.resolve("DEBIAN/control"),
        """
        Package: tool
        Version: 1
        Architecture: arm64
        Multi-Arch: same
        Maintainer: nobody <nobody@localhost>
        Description: a tool
         for a test
        """);
    Path archive = directory.resolve("tool_1_arm64.deb");
    new ExternalProgram(
            List.of("dpkg-deb", "--root-owner-group", "-b", "" + source, "" + archive), "")
        .run();
    root = Files.createDirectory(directory.resolve("root"));
    system = UnpackedSystem.of(packages(archive), root);
  }

  @Test
  void itsFilesAreInPlace() {
    assertThat(root.resolve("usr/bin/tool")).hasContent("#!/bin/sh");
  }

  @Test
  void theDatabaseCallsItUnpacked() throws IOException {
    assertThat(Files.readString(root.resolve("var/lib/dpkg/status")))
        .startsWith("Package: tool\nStatus: install ok unpacked\n")
        .contains("Description: a tool\n for a test\n")
        .endsWith("Conffiles:\n /etc/tool.conf newconffile\n\n");
  }

  @Test
  void theDatabaseListsItsFilesUnderItsQualifiedName() throws IOException {
    assertThat(Files.readAllLines(root.resolve("var/lib/dpkg/info/tool:arm64.list")))
        .contains("/.", "/usr/bin/tool", "/etc/tool.conf");
  }

  @Test
  void itsScriptsWaitInTheDatabase() {
    assertThat(root.resolve("var/lib/dpkg/info/tool:arm64.postinst")).isExecutable();
    assertThat(root.resolve("var/lib/dpkg/info/tool:arm64.control")).doesNotExist();
  }

  @Test
  void itsConfigurationFilesWaitForDpkgToComparThem() {
    assertThat(root.resolve("etc/tool.conf.dpkg-new")).hasContent("setting");
  }

  @Test
  void whatBelongsToRootIsNotListedAmongTheOwners() {
    assertThat(system.owners()).isBlank();
  }

  private static PackageSet packages(Path archive) throws IOException {
    String name = String.valueOf(archive.getFileName());
    DebianPackage each = new DebianPackage("tool", "1", name, Files.size(archive), "0".repeat(64));
    return new PackageSet(archive.resolve("..").normalize(), List.of(each));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
