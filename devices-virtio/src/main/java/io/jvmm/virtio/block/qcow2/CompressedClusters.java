package io.jvmm.virtio.block.qcow2;

import io.jvmm.virtio.block.ImageFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Reads compressed clusters, and remembers the last one: reads go on where the last one ended. Used
 * by one thread at a time.
 */
final class CompressedClusters {
  private final ImageFile file;
  private final Geometry geometry;
  private final Decompressor decompressor;
  private L2Entry last = L2Entry.UNALLOCATED;
  private MemorySegment contents = MemorySegment.NULL;

  CompressedClusters(ImageFile file, Qcow2Header header) {
    this.file = file;
    this.geometry = header.geometry();
    this.decompressor = new Decompressor(header.compression(), geometry.clusterSize());
  }

  /**
   * The contents of a compressed cluster.
   *
   * @throws io.jvmm.vmm.error.HostException if it has none
   */
  MemorySegment contents(L2Entry entry) {
    if (!entry.equals(last)) {
      contents = MemorySegment.ofArray(decompress(entry));
      last = entry;
    }
    return contents;
  }

  private byte[] decompress(L2Entry entry) {
    byte[] input = new byte[entry.compressedLength(geometry)];
    long offset = entry.compressedOffset(geometry);
    file.readOrZero(MemorySegment.ofArray(input), offset);
    try {
      return decompressor.decompress(input);
    } catch (IOException e) {
      throw BadImage.corrupt(
          file.path(), "the compressed cluster at %d (%s)".formatted(offset, e.getMessage()));
    }
  }
}
