package io.jvmm.packaging;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jvmm.packaging.FileSet.Content;
import io.jvmm.packaging.FileSet.Copy;
import io.jvmm.packaging.FileSet.Directory;
import io.jvmm.packaging.FileSet.Entry;
import io.jvmm.packaging.FileSet.Link;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/**
 * A Debian binary package of format 2.0 (deb(5)): an ar archive of a version, of what dpkg has to
 * know, and of the files. Equal files, control fields and times make equal bytes.
 *
 * @param control the fields of the control file (deb-control(5)) but for {@code Installed-Size}
 * @param files what it installs
 * @param time when that was changed
 */
record DebArchive(String control, FileSet files, Instant time) {
  private static final int REGULAR_FILE = 0100644;
  private static final int BLOCK = 1024;

  /** Writes it, and leaves the stream open. */
  void write(OutputStream output) throws IOException {
    ArArchiveOutputStream ar = new ArArchiveOutputStream(output);
    member(ar, "debian-binary", "2.0\n".getBytes(US_ASCII));
    member(ar, "control.tar.xz", compressed(controlFiles()));
    member(ar, "data.tar.xz", compressed(files));
    ar.finish();
  }

  private void member(ArArchiveOutputStream ar, String name, byte[] content) throws IOException {
    ar.putArchiveEntry(
        new ArArchiveEntry(name, content.length, 0, 0, REGULAR_FILE, time.getEpochSecond()));
    ar.write(content);
    ar.closeArchiveEntry();
  }

  private byte[] compressed(FileSet part) throws IOException {
    FileSet belowDot = new FileSet().all(".", part);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (XZOutputStream xz = new XZOutputStream(bytes, new LZMA2Options())) {
      new TarArchive(belowDot, time).write(xz);
    }
    return bytes.toByteArray();
  }

  private FileSet controlFiles() throws IOException {
    return new FileSet()
        .text("control", control + "Installed-Size: %d\n".formatted(installedSize()))
        .text("md5sums", checksums());
  }

  /** In units of 1024 bytes; each file takes whole ones, and whatever is no file one (ibidem). */
  private long installedSize() throws IOException {
    long size = 0;
    for (Entry each : files.entries().values()) {
      size +=
          switch (each) {
            case Copy(var source, _) -> Math.ceilDiv(Files.size(source), BLOCK);
            case Content(byte[] bytes, _) -> Math.ceilDiv(bytes.length, BLOCK);
            case Directory _, Link _ -> 1;
          };
    }
    return size;
  }

  /** As md5sum(1) prints them (deb-md5sums(5)). */
  private String checksums() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Map.Entry<String, Entry> each : files.entries().entrySet()) {
      switch (each.getValue()) {
        case Copy(var source, _) -> line(lines, each.getKey(), Files.readAllBytes(source));
        case Content(byte[] bytes, _) -> line(lines, each.getKey(), bytes);
        case Directory _, Link _ -> {}
      }
    }
    return lines.toString();
  }

  private static void line(StringBuilder lines, String path, byte[] content) {
    lines.append(Checksum.MD5.of(content)).append("  ").append(path).append('\n');
  }
}
