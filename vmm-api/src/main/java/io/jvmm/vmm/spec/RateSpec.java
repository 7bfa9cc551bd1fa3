package io.jvmm.vmm.spec;

import java.util.Optional;

/**
 * How much may pass in a second.
 *
 * @param bytesPerSecond frames' bytes, at least 1 KiB; empty for no limit
 * @param packetsPerSecond frames; empty for no limit
 */
public record RateSpec(
    @Key(value = "Bytes a second, such as \"10MiB\".", min = 1024)
        Optional<MemorySize> bytesPerSecond,
    @Key(value = "Packets a second.", min = 1, max = 100_000_000)
        Optional<Integer> packetsPerSecond) {
  /** No limit at all. */
  public static RateSpec unlimited() {
    return new RateSpec(Optional.empty(), Optional.empty());
  }
}
