package io.jvmm.vmm;

import static java.util.stream.Collectors.toMap;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a host can do.
 *
 * @param maxVcpus the most vCPUs that one virtual machine can have
 * @param maxIpaBits the most bits of guest-physical address, 32 to 52
 * @param maxMemorySlots the most memory slots of one virtual machine
 * @param pageSize the host's page size in bytes: 4, 16 or 64 KiB
 * @param externalController whether a vCPU's interrupt inputs and private lines are open to an
 *     interrupt controller outside the back end
 * @param missing the features that vCPUs cannot have here, each with the reason, a line for people
 */
public record HypervisorLimits(
    int maxVcpus,
    int maxIpaBits,
    int maxMemorySlots,
    long pageSize,
    boolean externalController,
    Map<VcpuFeature, String> missing) {
  /** Copies the map. */
  public HypervisorLimits {
    missing = Map.copyOf(missing);
  }

  /** The limits of a back end whose vCPUs have none of the features. */
  public HypervisorLimits(
      int maxVcpus, int maxIpaBits, int maxMemorySlots, long pageSize, boolean externalController) {
    this(maxVcpus, maxIpaBits, maxMemorySlots, pageSize, externalController, nothing());
  }

  /** Why vCPUs cannot have a feature here; empty if they can. */
  public Optional<String> whyMissing(VcpuFeature feature) {
    return Optional.ofNullable(missing.get(feature));
  }

  /** Whether vCPUs can have a feature here. */
  public boolean has(VcpuFeature feature) {
    return !missing.containsKey(feature);
  }

  private static Map<VcpuFeature, String> nothing() {
    return Stream.of(VcpuFeature.values())
        .collect(toMap(Function.identity(), _ -> "this back end has no such thing"));
  }
}
