package io.jvmm.vgic;

import java.util.Optional;

/**
 * What a machine needs of its interrupt controller.
 *
 * @param vcpus how many vCPUs it serves, at least 1
 * @param spis how many shared peripheral interrupts devices may use, 1 to {@value #MAX_SPIS}
 * @param addresses where there is room for it
 * @param its where it is to have an ITS, which only a GICv3 can: a GICv2 goes without
 */
public record GicConfig(int vcpus, int spis, GicAddresses addresses, Optional<ItsPlacement> its) {
  /** INTIDs 32 to 1019 are SPIs (Arm IHI 0069, 2.2). */
  public static final int MAX_SPIS = 988;

  private static final int PRIVATE_INTERRUPTS = 32;
  private static final int STEP = 32;

  /** Refuses numbers out of range. */
  public GicConfig {
    if (vcpus < 1 || spis < 1 || spis > MAX_SPIS) {
      throw new IllegalArgumentException(
          "a GIC for %d vCPUs with %d SPIs is not possible".formatted(vcpus, spis));
    }
  }

  /** Without an ITS. */
  public GicConfig(int vcpus, int spis, GicAddresses addresses) {
    this(vcpus, spis, addresses, Optional.empty());
  }

  /** How many interrupts of all kinds that makes, rounded up as the distributor counts them. */
  int interrupts() {
    return (PRIVATE_INTERRUPTS + spis + STEP - 1) / STEP * STEP;
  }
}
