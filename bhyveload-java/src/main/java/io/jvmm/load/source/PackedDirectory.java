package io.jvmm.load.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** An archive under the name of the directory that it was made of. */
record PackedDirectory(Path directory, Source archive) implements Source {
  @Override
  public String role() {
    return archive.role();
  }

  @Override
  public String name() {
    return directory.toString();
  }

  @Override
  public long size() {
    return archive.size();
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return archive.read(target, position);
  }

  @Override
  public void requireUnchanged() {
    archive.requireUnchanged();
  }

  @Override
  public String description() {
    return "directory " + directory + " (" + size() + " bytes as a cpio archive)";
  }
}
