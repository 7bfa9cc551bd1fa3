package io.jvmm.vmm.spec;

import java.util.List;
import java.util.Optional;

/**
 * What the vCPUs have, and where on the host they run. Where nothing else is said they have what
 * the host's processors have, as far as its hypervisor passes it on: that is what costs the guest
 * nothing and lets one specification run on any host.
 *
 * @param pmu performance monitors
 * @param sve the scalable vector extension
 * @param maxVectorBits the longest SVE vector that the guest may choose, 128 to 2048 bits; empty
 *     for the host's longest
 * @param pointerAuthentication pointer authentication
 * @param pinning for each vCPU, from the first, the host's CPUs that it may run on; an empty list,
 *     or none, for any
 * @param timerFrequency what the guest is told that its timers' counter counts in a second, in Hz,
 *     1 MHz or more (clock-frequency of Linux' binding arm,arch_timer.yaml); empty to leave it to
 *     CNTFRQ_EL0, which is right. A guest that is told n times as much lives n times as slowly:
 *     also its periodic work, which on an emulated host can take all of a processor
 */
public record CpuSpec(
    @Key(value = "Performance monitors (PMUv3).", ifAbsent = "\"auto\"") Choice pmu,
    @Key(value = "The scalable vector extension.", ifAbsent = "\"auto\"") Choice sve,
    @Key(
            value = "The longest SVE vector that the guest may choose; absent for the host's.",
            min = 128,
            max = 2048)
        Optional<Integer> maxVectorBits,
    @Key(value = "Pointer authentication.", ifAbsent = "\"auto\"") Choice pointerAuthentication,
    @Key(
            value =
                "For each vCPU, from the first, the host's CPUs that it may run on: [] for any.",
            ifAbsent = "[]",
            max = 4095)
        List<List<Integer>> pinning,
    @Key(
            value =
                "What the guest is told that its timers' counter counts in a second, in Hz; absent"
                    + " for the truth. Told n times as much, it lives n times as slowly.",
            min = 1_000_000,
            max = Integer.MAX_VALUE)
        Optional<Integer> timerFrequency) {
  /** Whether the guest gets a feature; in JSON in lower case. */
  public enum Choice {
    /** If the host has it. */
    AUTO,
    /** Yes, and a host without it is refused. */
    ON,
    /** No. */
    OFF
  }

  /** Copies the lists. */
  public CpuSpec {
    pinning = pinning.stream().map(List::copyOf).toList();
  }

  /** What a specification that says nothing asks for. */
  public static CpuSpec automatic() {
    return pinned(List.of());
  }

  /** The same, on these CPUs of the host. */
  public static CpuSpec pinned(List<List<Integer>> pinning) {
    return new CpuSpec(
        Choice.AUTO, Choice.AUTO, Optional.empty(), Choice.AUTO, pinning, Optional.empty());
  }

  /** This, and the guest is told of a counter with another frequency, in Hz. */
  public CpuSpec withTimerFrequency(int hertz) {
    return new CpuSpec(pmu, sve, maxVectorBits, pointerAuthentication, pinning, Optional.of(hertz));
  }
}
