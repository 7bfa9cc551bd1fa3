package io.jvmm.load;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestMemory;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A gzip-compressed file (RFC 1952), unpacked into guest memory through a small buffer.
 *
 * @param file the compressed file
 * @param minimum how many bytes it has to unpack to, at least
 */
record GzipPayload(SourceFile file, long minimum) implements Payload {
  private static final int BUFFER = 64 << 10;

  @Override
  public void copyTo(GuestMemory memory, AddressRange range) {
    try (InputStream in = file.unpacked()) {
      long unpacked = copy(in, memory, range);
      if (unpacked < minimum) {
        throw file.problem(Arm64Image.truncated(unpacked, minimum));
      }
    } catch (IOException e) {
      throw file.failure(e);
    }
    file.requireUnchanged();
  }

  private long copy(InputStream in, GuestMemory memory, AddressRange range) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long at = 0;
    int length;
    while ((length = in.read(buffer)) >= 0) {
      if (length > range.size() - at) {
        throw tooLong(range);
      }
      MemorySegment target = memory.writable(range.start().value() + at, length);
      MemorySegment.copy(buffer, 0, target, ValueLayout.JAVA_BYTE, 0, length);
      at += length;
    }
    return at;
  }

  private ConfigurationException tooLong(AddressRange range) {
    return file.problem(
        "unpacks to more than the "
            + ByteSize.of(range.size())
            + " that its own header asks for: it is damaged; get a fresh copy");
  }
}
