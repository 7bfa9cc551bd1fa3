package io.jvmm.load.disk.boot;

import io.jvmm.load.disk.fs.RegularFile;
import java.nio.ByteBuffer;

/** A file on a guest's disk. Used by one thread at a time, as all that is of one disk. */
public final class BootFile {
  private final String name;
  private final RegularFile file;

  BootFile(String name, RegularFile file) {
    this.name = name;
    this.file = file;
  }

  /** What errors call it, such as {@code disk root.img, partition 1 (ext4): /vmlinuz}. */
  public String name() {
    return name;
  }

  /** How many bytes it has, as its file system says: nothing holds that it was made in earnest. */
  public long size() {
    return file.size();
  }

  /**
   * Fills {@code target}.
   *
   * @param position in the file, of the first byte that is read
   * @throws io.jvmm.vmm.error.ConfigurationException if the file system is damaged there
   * @throws io.jvmm.vmm.error.HostException if the disk cannot be read
   * @throws IllegalArgumentException if the file ends before {@code target} does
   */
  public void read(ByteBuffer target, long position) {
    file.read(target, position);
  }

  @Override
  public String toString() {
    return name;
  }
}
