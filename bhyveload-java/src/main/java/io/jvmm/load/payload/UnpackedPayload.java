package io.jvmm.load.payload;

import io.jvmm.load.compress.UnpackedSource;
import io.jvmm.load.text.ByteSize;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A compressed source, unpacked into guest memory through a small buffer.
 *
 * @param source the source; it may unpack to less than its region, and to no more
 * @param minimum how many bytes it has to unpack to, at least
 */
public record UnpackedPayload(UnpackedSource source, long minimum) implements Payload {
  @Override
  public void copyTo(GuestMemory memory, AddressRange range) {
    long unpacked =
        source.unpack(
            (position, buffer, length) -> {
              requireRoom(range, position + length);
              MemorySegment target = memory.writable(range.start().value() + position, length);
              MemorySegment.copy(buffer, 0, target, ValueLayout.JAVA_BYTE, 0, length);
              return true;
            });
    if (unpacked < minimum) {
      throw source.problem(
          "is truncated: it has "
              + unpacked
              + " bytes where its header speaks of "
              + minimum
              + "; get a fresh copy");
    }
    source.requireUnchanged();
  }

  private void requireRoom(AddressRange range, long end) {
    if (end > range.size()) {
      throw source.problem(
          "unpacks to more than the "
              + ByteSize.of(range.size())
              + " that its own header asks for: it is damaged; get a fresh copy");
    }
  }
}
