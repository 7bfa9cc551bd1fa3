package io.jvmm.packaging;

import io.jvmm.packaging.FileSet.Content;
import io.jvmm.packaging.FileSet.Copy;
import io.jvmm.packaging.FileSet.Directory;
import io.jvmm.packaging.FileSet.Entry;
import io.jvmm.packaging.FileSet.Link;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Files as a tar archive (POSIX.1-2017, pax, "ustar Interchange Format"; names that do not fit have
 * pax headers). Equal files and an equal time make equal bytes.
 *
 * @param files what is in it; all belongs to root
 * @param time when they were changed, in whole seconds
 */
record TarArchive(FileSet files, Instant time) {
  /** Writes it, and leaves the stream open. */
  void write(OutputStream output) throws IOException {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(output, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    for (Map.Entry<String, Entry> each : files.entries().entrySet()) {
      write(tar, each.getKey(), each.getValue());
    }
    tar.finish();
  }

  private void write(TarArchiveOutputStream tar, String path, Entry entry) throws IOException {
    switch (entry) {
      case Directory(int permissions) ->
          put(tar, header(path + "/", TarConstants.LF_DIR, permissions));
      case Link(String target) -> {
        TarArchiveEntry link = header(path, TarConstants.LF_SYMLINK, 0777);
        link.setLinkName(target);
        put(tar, link);
      }
      case Copy(var source, int permissions) -> {
        try (InputStream content = Files.newInputStream(source)) {
          putFile(
              tar, header(path, TarConstants.LF_NORMAL, permissions), Files.size(source), content);
        }
      }
      case Content(byte[] bytes, int permissions) ->
          putFile(
              tar,
              header(path, TarConstants.LF_NORMAL, permissions),
              bytes.length,
              new ByteArrayInputStream(bytes));
    }
  }

  private TarArchiveEntry header(String path, byte kind, int permissions) {
    TarArchiveEntry entry = new TarArchiveEntry(path, kind);
    entry.setMode(permissions);
    entry.setIds(0, 0);
    entry.setNames("root", "root");
    entry.setModTime(time.toEpochMilli());
    return entry;
  }

  private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry) throws IOException {
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private static void putFile(
      TarArchiveOutputStream tar, TarArchiveEntry entry, long size, InputStream content)
      throws IOException {
    entry.setSize(size);
    tar.putArchiveEntry(entry);
    content.transferTo(tar);
    tar.closeArchiveEntry();
  }
}
