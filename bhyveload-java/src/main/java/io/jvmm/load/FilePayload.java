package io.jvmm.load;

import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file as it is, read by the kernel of the host straight into guest memory. */
record FilePayload(SourceFile file) implements Payload {
  // A ByteBuffer holds at most 2 GiB, and one read returns no more.
  private static final long CHUNK = 1L << 30;

  @Override
  public void copyTo(GuestMemory memory, AddressRange range) {
    try (FileChannel channel = file.channel()) {
      for (long at = 0; at < file.size(); at += CHUNK) {
        long length = Math.min(CHUNK, file.size() - at);
        fill(memory.writable(range.start().value() + at, length).asByteBuffer(), channel);
      }
    } catch (IOException e) {
      throw file.failure(e);
    }
    file.requireUnchanged();
  }

  private void fill(ByteBuffer chunk, FileChannel channel) throws IOException {
    while (chunk.hasRemaining()) {
      if (channel.read(chunk) < 0) {
        throw file.changed();
      }
    }
  }
}
