package io.jvmm.load.payload;

import io.jvmm.load.source.Source;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestMemory;

/**
 * A segment of a program: what the file has of it, then zeros to the end of its region.
 *
 * @param source what the file has of it, possibly nothing
 */
public record SegmentPayload(Source source) implements Payload {
  @Override
  public void copyTo(GuestMemory memory, AddressRange range) {
    new SourcePayload(source).copyTo(memory, range);
    long content = source.size();
    memory.writable(range.start().value() + content, range.size() - content).fill((byte) 0);
  }
}
