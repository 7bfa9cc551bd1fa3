package io.jvmm.packaging;

import io.jvmm.vmm.error.HostException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * Where the release is once it is installed (Filesystem Hierarchy Standard 3.0): the program in
 * {@code /usr/lib/jvmm}, the command in {@code /usr/bin}, and where Debian's programs look for
 * them, its manual, completions and units.
 *
 * @param release what is installed
 * @param time when it was made
 */
record InstalledFiles(Release release, Instant time) {
  /** Where the program is, relative to the root. */
  static final String HOME = "usr/lib/jvmm";

  private static final String SHARE = "usr/share/";
  private static final String DOCUMENTS = SHARE + "doc/jvmm/";

  /** The program and the command. */
  FileSet program() {
    return new FileSet().all(HOME, release.program()).link("usr/bin/jvmm", "../lib/jvmm/bin/jvmm");
  }

  /** All that the Debian package has. */
  FileSet all() {
    FileSet files = program();
    addManual(files);
    Path completions = release.directory().resolve("share");
    files.copy(
        SHARE + "bash-completion/completions/jvmm",
        completions.resolve("bash-completion/completions/jvmm"));
    files.copy(
        SHARE + "zsh/vendor-completions/_jvmm", completions.resolve("zsh/site-functions/_jvmm"));
    for (Template unit : List.of(Template.MACHINE_UNIT, Template.SERVER_UNIT)) {
      files.text("usr/lib/systemd/user/" + unit.fileName(), unit.text());
    }
    files.text(DOCUMENTS + "copyright", Template.COPYRIGHT.text());
    return files.content(DOCUMENTS + "changelog.gz", compressed(changelog()));
  }

  /** The version as Debian compares them (deb-version(7)): a snapshot comes before its release. */
  String debianVersion() {
    return release.version().replace("-SNAPSHOT", "~SNAPSHOT");
  }

  private byte[] changelog() {
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atZone(ZoneOffset.UTC));
    return Template.CHANGELOG
        .with(Map.of("version", debianVersion(), "date", date.replace("GMT", "+0000")))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Compressed, as Debian wants manual pages to be (Debian Policy 4.7, 12.1). */
  private void addManual(FileSet files) {
    Path pages = release.manual().resolve("man1");
    try (Stream<Path> all = Files.list(pages)) {
      for (Path page : all.toList()) {
        String name = "%sman/man1/%s.gz".formatted(SHARE, page.getFileName());
        files.content(name, compressed(Files.readAllBytes(page)));
      }
    } catch (IOException failure) {
      throw new HostException(
          "cannot read the manual in %s: %s".formatted(pages, failure), failure);
    }
  }

  /** As {@code gzip -9n} does it: without a name and a time (RFC 1952). */
  private static byte[] compressed(byte[] content) {
    GzipParameters parameters = new GzipParameters();
    parameters.setCompressionLevel(Deflater.BEST_COMPRESSION);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GzipCompressorOutputStream(bytes, parameters)) {
      gzip.write(content);
    } catch (IOException failure) {
      throw new HostException("cannot compress: " + failure, failure);
    }
    return bytes.toByteArray();
  }
}
