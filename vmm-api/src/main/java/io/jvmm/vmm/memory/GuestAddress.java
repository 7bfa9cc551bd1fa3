package io.jvmm.vmm.memory;

/**
 * A guest-physical (intermediate physical) address: 0 to 2<sup>52</sup>-1, the most that the
 * architecture's LPA2 extension gives (Arm ARM, D8.1).
 *
 * @param value the address in bytes
 */
public record GuestAddress(long value) implements Comparable<GuestAddress> {
  /** How many bits an address can have. */
  public static final int MAX_BITS = 52;

  /** What {@link #parse} accepts, as a regular expression of the JSON Schema's dialect. */
  public static final String PATTERN = "^0x[0-9a-fA-F]{1,13}$";

  /** Refuses what does not fit in {@value #MAX_BITS} bits. */
  public GuestAddress {
    if (value >>> MAX_BITS != 0) {
      throw new IllegalArgumentException(
          "0x%x does not fit in a %d-bit guest address".formatted(value, MAX_BITS));
    }
  }

  /**
   * Parses an address in hexadecimal, such as {@code 0x40200000}.
   *
   * @throws IllegalArgumentException with a line for the user, if it is none
   */
  public static GuestAddress parse(String text) {
    if (!text.matches(PATTERN)) {
      throw new IllegalArgumentException(
          "'%s' is no address: write 0x and up to 13 hexadecimal digits".formatted(text));
    }
    return new GuestAddress(Long.parseLong(text.substring(2), 16));
  }

  /** The address {@code bytes} further up; refuses to leave the address space. */
  public GuestAddress plus(long bytes) {
    return new GuestAddress(Math.addExact(value, bytes));
  }

  /** How many bytes this address lies above {@code other}; negative if it lies below. */
  public long minus(GuestAddress other) {
    return value - other.value;
  }

  /** The nearest multiple of {@code alignment} (a power of two) at or above this address. */
  public GuestAddress alignUp(long alignment) {
    requirePowerOfTwo(alignment);
    return new GuestAddress(Math.addExact(value, alignment - 1) & -alignment);
  }

  /** Whether this address is a multiple of {@code alignment}, a power of two. */
  public boolean isAligned(long alignment) {
    requirePowerOfTwo(alignment);
    return (value & (alignment - 1)) == 0;
  }

  @Override
  public int compareTo(GuestAddress other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return "0x%x".formatted(value);
  }

  private static void requirePowerOfTwo(long alignment) {
    if (Long.bitCount(alignment) != 1) {
      throw new IllegalArgumentException("alignment %d is no power of two".formatted(alignment));
    }
  }
}
