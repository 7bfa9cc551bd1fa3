package io.jvmm.load;

import io.jvmm.load.source.Source;
import io.jvmm.load.text.ByteSize;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestAddress;

/** The guest's memory, to put things into. */
record Room(AddressRange ram) {
  /** No file that is larger fits into any guest: keeps the arithmetic clear of overflow. */
  private static final long LARGEST = 1L << GuestAddress.MAX_BITS;

  /** The first multiple of {@code alignment} in memory. */
  long start(long alignment) {
    return ram.start().alignUp(alignment).value();
  }

  /** The nearest multiple of {@code alignment}, a power of two, at or above {@code value}. */
  static long alignUp(long value, long alignment) {
    return (value + alignment - 1) & -alignment;
  }

  /** Where something of {@code size} bytes at {@code start} ends; as far as anything can. */
  static long end(long start, long size) {
    return start + Math.min(size, LARGEST);
  }

  /** Whether a range is in memory. */
  boolean holds(long start, long size) {
    return size <= LARGEST && ram.contains(start, size);
  }

  /**
   * Refuses what does not fit.
   *
   * @param source what is to be put there
   * @param start where it goes
   * @param size its size in bytes
   * @param end where memory has to reach for it, with what goes behind it
   * @throws io.jvmm.vmm.error.ConfigurationException that says what would do
   */
  void require(Source source, long start, long size, long end) {
    if (end <= ram.endExclusive()) {
      return;
    }
    throw source.problem(
        "does not fit: it needs "
            + ByteSize.of(size)
            + " of memory, "
            + ByteSize.of(start - ram.start().value())
            + " from its start, and the guest has "
            + ByteSize.of(ram.size())
            + ": give it at least "
            + (alignUp(end - ram.start().value(), 1 << 20) >>> 20)
            + " MiB");
  }
}
