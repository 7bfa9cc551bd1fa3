package io.jvmm.vmm.spec;

import java.util.Optional;

/**
 * How much a guest may ask of a disk in a second.
 *
 * @param bytesPerSecond bytes read, written and zeroed, at least 1 KiB; empty for no limit
 * @param operationsPerSecond requests that read, write, zero or discard; empty for no limit
 */
public record DiskLimitSpec(
    @Key(value = "Bytes a second, such as \"100MiB\".", min = 1024)
        Optional<MemorySize> bytesPerSecond,
    @Key(value = "Reads, writes and discards a second.", min = 1, max = 100_000_000)
        Optional<Integer> operationsPerSecond) {
  /** No limit at all. */
  public static DiskLimitSpec unlimited() {
    return new DiskLimitSpec(Optional.empty(), Optional.empty());
  }
}
