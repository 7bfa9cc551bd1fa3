package io.jvmm.load.disk.testkit;

import io.jvmm.load.disk.fs.FileSystem;
import io.jvmm.load.disk.fs.RegularFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What tests read of files. */
public final class Files {
  private Files() {}

  /** All of a file, as characters up to 0xff. */
  public static String contents(FileSystem fileSystem, String path) {
    RegularFile file = fileSystem.file(path).orElseThrow(() -> new AssertionError("no " + path));
    return contents(file, 0, (int) file.size());
  }

  /** Part of a file. */
  public static String contents(RegularFile file, long position, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    file.read(bytes, position);
    return StandardCharsets.ISO_8859_1.decode(bytes.flip()).toString();
  }
}
