package io.jvmm.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.packaging.FileSet.Content;
import io.jvmm.packaging.FileSet.Link;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledFilesTest {
  @TempDir private Path directory;
  private InstalledFiles installed;

  @BeforeEach
  void aRelease() throws Exception {
    Release release = new FakeRelease(directory.resolve("dist")).release();
    installed = new InstalledFiles(release, Instant.ofEpochSecond(1_700_000_000));
  }

  @Test
  void theCommandIsInThePathAndLeadsToTheProgram() {
    assertThat(installed.program().entries())
        .containsEntry("usr/bin/jvmm", new Link("../lib/jvmm/bin/jvmm"))
        .containsKey("usr/lib/jvmm/bin/jvmm");
  }

  @Test
  void whatOtherProgramsLookForIsWhereTheyLook() {
    assertThat(installed.all().entries())
        .containsKeys(
            "usr/share/man/man1/jvmm.1.gz",
            "usr/share/bash-completion/completions/jvmm",
            "usr/share/zsh/vendor-completions/_jvmm",
            "usr/lib/systemd/user/jvmm@.service",
            "usr/lib/systemd/user/jvmm-serve.service",
            "usr/share/doc/jvmm/copyright");
  }

  @Test
  void theManualIsCompressedAsMuchAsCanBeAndWithoutATime() throws Exception {
    byte[] page = content("usr/share/man/man1/jvmm.1.gz");

    assertThat(page[8]).as("XFL: slowest compression (RFC 1952, 2.3.1)").isEqualTo((byte) 2);
    assertThat(page).startsWith(0x1f, 0x8b, 8, 0, 0, 0, 0, 0);
    assertThat(plain(page)).isEqualTo(".TH JVMM 1\n");
  }

  @Test
  void aSnapshotComesBeforeItsRelease() {
    assertThat(installed.debianVersion()).isEqualTo("1.2~SNAPSHOT");
  }

  @Test
  void theChangelogHasTheVersionAndTheTime() throws Exception {
    assertThat(plain(content("usr/share/doc/jvmm/changelog.gz")))
        .startsWith("jvmm (1.2~SNAPSHOT) ")
        .endsWith(">  Tue, 14 Nov 2023 22:13:20 +0000\n");
  }

  private byte[] content(String path) {
    return installed.all().entries().get(path) instanceof Content(byte[] bytes, _)
        ? bytes
        : new byte[0];
  }

  private static String plain(byte[] compressed) throws IOException {
    return new String(
        new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes(), UTF_8);
  }
}
