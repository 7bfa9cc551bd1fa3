package io.jvmm.vmm.memory;

/**
 * A range of guest-physical addresses that is never empty and never wraps.
 *
 * @param start the first address
 * @param size how many bytes, at least 1
 */
public record AddressRange(GuestAddress start, long size) implements Comparable<AddressRange> {
  /** Refuses an empty range and one that leaves the address space. */
  public AddressRange {
    if (size <= 0) {
      throw new IllegalArgumentException(
          "a range at %s cannot have %d bytes".formatted(start, size));
    }
    if (size > (1L << GuestAddress.MAX_BITS) - start.value()) {
      throw new IllegalArgumentException(
          "0x%x bytes at %s leave the address space".formatted(size, start));
    }
  }

  /** The range of {@code size} bytes at {@code start}. */
  public static AddressRange of(long start, long size) {
    return new AddressRange(new GuestAddress(start), size);
  }

  /** The last address inside. */
  public GuestAddress last() {
    return new GuestAddress(start.value() + size - 1);
  }

  /** The first address past the end, as a number: it may be 2<sup>52</sup>, which is no address. */
  public long endExclusive() {
    return start.value() + size;
  }

  /** Whether {@code address}, taken as unsigned, lies inside. */
  public boolean contains(long address) {
    return Long.compareUnsigned(address - start.value(), size) < 0;
  }

  /** Whether {@code length} bytes at {@code address}, both taken as unsigned, lie inside. */
  public boolean contains(long address, long length) {
    long offset = address - start.value();
    return Long.compareUnsigned(offset, size) <= 0
        && Long.compareUnsigned(length, size - offset) <= 0;
  }

  /** Whether any address lies in both ranges. */
  public boolean overlaps(AddressRange other) {
    return start.value() < other.endExclusive() && other.start.value() < endExclusive();
  }

  @Override
  public int compareTo(AddressRange other) {
    return start.compareTo(other.start);
  }

  @Override
  public String toString() {
    return "[0x%x, 0x%x)".formatted(start.value(), endExclusive());
  }
}
