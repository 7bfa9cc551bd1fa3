package io.jvmm.vmm;

/**
 * What a 128-bit vector register holds.
 *
 * @param low bits 63 to 0
 * @param high bits 127 to 64
 */
public record VectorValue(long low, long high) {
  /** All zero. */
  public static final VectorValue ZERO = new VectorValue(0, 0);

  @Override
  public String toString() {
    return "0x%016x%016x".formatted(high, low);
  }
}
