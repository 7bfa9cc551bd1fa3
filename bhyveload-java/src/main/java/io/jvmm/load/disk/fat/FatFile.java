package io.jvmm.load.disk.fat;

import io.jvmm.load.disk.block.Section;
import io.jvmm.load.disk.fs.RegularFile;
import java.nio.ByteBuffer;

/** A file. */
final class FatFile implements RegularFile {
  private final Section section;
  private final FatGeometry geometry;
  private final FatChain chain;
  private final long size;

  FatFile(Section section, FatGeometry geometry, long firstCluster, long size) {
    this.section = section;
    this.geometry = geometry;
    this.chain = new FatChain(section, geometry, firstCluster);
    this.size = size;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void read(ByteBuffer target, long position) {
    RegularFile.requireWithin(size, target, position);
    long at = position;
    while (target.hasRemaining()) {
      int within = (int) (at % geometry.clusterSize());
      int count = Math.min(target.remaining(), geometry.clusterSize() - within);
      if (!chain.seek(at / geometry.clusterSize())) {
        throw section.damaged(
            "the FAT", geometry.fat(), "it has fewer clusters for a file than its size asks for");
      }
      ByteBuffer piece = target.slice(target.position(), count);
      section.data(chain.offset() + within, piece, "a file");
      target.position(target.position() + count);
      at += count;
    }
  }
}
