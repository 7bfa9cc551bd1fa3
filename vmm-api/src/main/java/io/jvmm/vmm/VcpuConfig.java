package io.jvmm.vmm;

import io.jvmm.vmm.memory.GuestAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How a vCPU starts, and what it has.
 *
 * @param id its number
 * @param poweredOff whether it waits for the guest's PSCI CPU_ON instead of starting at once
 * @param features what it has; the same for every vCPU of a machine
 * @param maxVectorBits the longest vector that the guest may choose, 128 or more; empty for the
 *     host's longest
 * @param stolenTime where the guest finds its stolen-time structure, 64-byte aligned, in memory
 *     that is mapped writable: present exactly if the features say {@link VcpuFeature#STOLEN_TIME}
 * @param hostCpus the host's CPUs that it may run on; none for any
 */
public record VcpuConfig(
    VcpuId id,
    boolean poweredOff,
    Set<VcpuFeature> features,
    OptionalInt maxVectorBits,
    Optional<GuestAddress> stolenTime,
    Set<Integer> hostCpus) {
  private static final int MIN_VECTOR_BITS = 128;

  /** Copies the sets, and refuses a stolen-time feature without an address and the reverse. */
  public VcpuConfig {
    features = Set.copyOf(features);
    hostCpus = Set.copyOf(hostCpus);
    if (features.contains(VcpuFeature.STOLEN_TIME) != stolenTime.isPresent()) {
      throw new IllegalArgumentException("stolen time needs its feature and its address");
    }
    if (maxVectorBits.orElse(MIN_VECTOR_BITS) < MIN_VECTOR_BITS) {
      throw new IllegalArgumentException("a vector has 128 bits at least, not " + maxVectorBits);
    }
  }

  /** A vCPU without features, on any of the host's CPUs. */
  public VcpuConfig(VcpuId id, boolean poweredOff) {
    this(id, poweredOff, Set.of(), OptionalInt.empty(), Optional.empty(), Set.of());
  }
}
