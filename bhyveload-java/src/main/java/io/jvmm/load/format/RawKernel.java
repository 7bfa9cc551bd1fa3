package io.jvmm.load.format;

import io.jvmm.load.payload.SourcePayload;
import io.jvmm.load.source.Source;
import io.jvmm.load.text.ByteSize;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestAddress;
import java.util.List;

/**
 * Where a binary without a format goes.
 *
 * @param load the address of its first byte
 * @param entry the address of its first instruction
 */
public record RawKernel(GuestAddress load, GuestAddress entry) {
  /**
   * The binary as a kernel.
   *
   * @throws io.jvmm.vmm.error.ConfigurationException if that is no place for it
   */
  public Kernel of(Source source, AddressRange ram) {
    long size = source.size();
    if (size == 0 || !ram.contains(load.value(), size)) {
      throw source.problem(
          "has "
              + ByteSize.of(size)
              + " to load at "
              + load
              + ", and the guest's memory is "
              + ram
              + ": choose another address, or give it more");
    }
    AddressRange range = new AddressRange(load, size);
    if (!range.contains(entry.value())) {
      throw source.problem(
          "takes " + range + ", and its entry point " + entry + " is not in there");
    }
    return Kernel.of(
        source,
        "raw binary",
        new Placement.Fixed(range),
        entry.minus(load),
        List.of(new Segment(0, size, new SourcePayload(source))));
  }
}
