package io.jvmm.load.disk.ext;

import io.jvmm.load.disk.fs.RegularFile;
import java.nio.ByteBuffer;

/** A file whose contents are in its inode. */
record InlineFile(ByteBuffer contents) implements RegularFile {
  @Override
  public long size() {
    return contents.limit();
  }

  @Override
  public void read(ByteBuffer target, long position) {
    RegularFile.requireWithin(size(), target, position);
    target.put(contents.slice((int) position, target.remaining()));
  }
}
