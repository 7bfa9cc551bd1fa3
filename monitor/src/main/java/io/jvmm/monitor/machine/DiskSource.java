package io.jvmm.monitor.machine;

import io.jvmm.load.disk.boot.BootFile;
import io.jvmm.load.source.Source;
import java.nio.ByteBuffer;

/**
 * A file of a guest's disk, to be loaded. Nobody changes it meanwhile: the machine has the disk.
 *
 * @param role what it is to the loader
 */
record DiskSource(String role, BootFile file) implements Source {
  @Override
  public String name() {
    return file.name();
  }

  @Override
  public long size() {
    return file.size();
  }

  @Override
  public int read(ByteBuffer target, long position) {
    long left = size() - position;
    if (left <= 0) {
      return -1;
    }
    int length = (int) Math.min(left, target.remaining());
    file.read(target.slice(target.position(), length), position);
    target.position(target.position() + length);
    return length;
  }

  @Override
  public void requireUnchanged() {}
}
