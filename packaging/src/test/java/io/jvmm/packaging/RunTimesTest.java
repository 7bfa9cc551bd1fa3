package io.jvmm.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.provisioning.ExternalProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTimesTest {
  @TempDir private Path directory;

  @Test
  void linksToTheRootLeadToTheSameFileBelowAnotherRoot() throws Exception {
    write("etc/java/net.properties", "text");
    write("usr/lib/java/own", "own");
    Path conf = Files.createDirectories(directory.resolve("usr/lib/java/conf"));
    Path absolute = link(conf.resolve("net.properties"), "/etc/java/net.properties");
    Path relative = link(conf.resolve("own"), "../own");

    RunTimes.makeLinksRelative(directory);

    assertThat(absolute).hasContent("text");
    assertThat(Files.readSymbolicLink(absolute)).isRelative();
    assertThat(Files.readSymbolicLink(relative)).isEqualTo(Path.of("../own"));
  }

  @Test
  void aProgramIsStartedByTheLoaderAndWithTheLibrariesBesideIt() throws Exception {
    Path home = directory.resolve("with space");
    program("with space/libc/loader", "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    program("with space/bin/java", Template.PROGRAM.with(Map.of("loader", "loader")));

    List<String> words =
        new ExternalProgram(List.of(home.resolve("bin/java").toString(), "-x", "a b"), "").run();

    assertThat(words)
        .containsExactly(
            "--library-path", home + "/bin/../libc", home + "/bin/../libexec/java", "-x", "a b");
  }

  private void program(String path, String script) throws IOException {
    Files.setPosixFilePermissions(
        write(path, script), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path write(String path, String content) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.resolveSibling(""));
    return Files.writeString(file, content);
  }

  private static Path link(Path link, String target) throws IOException {
    return Files.createSymbolicLink(link, Path.of(target));
  }
}
