package io.jvmm.monitor.machine;

import io.jvmm.load.disk.BlockReader;
import io.jvmm.virtio.block.DiskImage;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** A machine's disk as the loader reads it, before the guest runs. */
record ImageReader(DiskImage image) implements BlockReader {
  @Override
  public long size() {
    return image.size();
  }

  @Override
  public void read(long offset, ByteBuffer target) {
    image.read(MemorySegment.ofBuffer(target), offset);
    target.position(target.limit());
  }
}
