package io.jvmm.load.payload;

import io.jvmm.load.source.Source;
import io.jvmm.load.source.SourceReader;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestMemory;
import java.nio.ByteBuffer;

/**
 * A source as it is, all of it, read straight into guest memory.
 *
 * @param source not larger than the region
 */
public record SourcePayload(Source source) implements Payload {
  // A ByteBuffer holds at most 2 GiB, and one read returns no more.
  private static final long CHUNK = 1L << 30;

  @Override
  public void copyTo(GuestMemory memory, AddressRange range) {
    long size = source.size();
    for (long at = 0; at < size; at += CHUNK) {
      long length = Math.min(CHUNK, size - at);
      ByteBuffer chunk = memory.writable(range.start().value() + at, length).asByteBuffer();
      int read = SourceReader.fill(source, chunk, at);
      if (read < length) {
        source.requireUnchanged();
        throw source.problem(
            "is truncated: "
                + (at + read)
                + " of the "
                + size
                + " bytes to load are there; get a fresh copy");
      }
    }
    source.requireUnchanged();
  }
}
