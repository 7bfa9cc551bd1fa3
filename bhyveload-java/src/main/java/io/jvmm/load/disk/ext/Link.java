package io.jvmm.load.disk.ext;

import io.jvmm.load.disk.fs.RegularFile;
import io.jvmm.load.disk.fs.SymbolicLink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A symbolic link: a short one has its target where the block map would be. */
record Link(Inode inode, RegularFile contents) implements SymbolicLink {
  private static final int LONGEST_TARGET = 4096;

  @Override
  public String target() {
    if (contents.size() > LONGEST_TARGET) {
      throw inode.damaged("it is a link with %d bytes".formatted(contents.size()));
    }
    ByteBuffer target = ByteBuffer.allocate((int) contents.size());
    contents.read(target, 0);
    return StandardCharsets.UTF_8.decode(target.flip()).toString();
  }
}
