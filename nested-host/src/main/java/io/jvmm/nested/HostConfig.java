package io.jvmm.nested;

import io.jvmm.vmm.error.ConfigurationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the nested host looks like.
 *
 * @param cpus from 1 to 8
 * @param memoryMib RAM in MiB, at least 512
 * @param gicVersion the emulated interrupt controller's: 2 or 3
 * @param cpuModel one of QEMU's, with its options: {@link #FAST_CPU} or, with every feature, {@code
 *     max,pauth-impdef=on}
 * @param clock what its clock follows
 * @param shared directories it has in common with this machine
 * @param network how far it reaches
 * @param peers whether it also has other monitors to compare with (QEMU's arm64 build)
 * @param idle how long nobody may use it until it ends by itself; zero: it stays
 */
public record HostConfig(
    int cpus,
    int memoryMib,
    int gicVersion,
    String cpuModel,
    HostClock clock,
    List<SharedDirectory> shared,
    HostNetwork network,
    boolean peers,
    Duration idle) {
  /**
   * The fastest model for guests of those tried. KVM on a processor without FEAT_EVT (Armv8.5) has
   * to trap each reading of CTR_EL0, of which a guest kernel's boot takes 90,000; what is switched
   * off no guest needs. The counter has 62.5 MHz, as in older models, and not the 1 GHz of newer
   * ones, so that a guest can be told of one that is many times as fast ({@code
   * CpuSpec.timerFrequency}).
   */
  public static final String FAST_CPU = "max,pauth=off,sve=off,sme=off,lpa2=off,cntfrq=62500000";

  /** A directory is mounted before those below it. */
  private static final Comparator<SharedDirectory> OUTER_FIRST =
      Comparator.comparing(SharedDirectory::path).thenComparing(SharedDirectory::access);

  private static final int MAX_CPUS = 8;
  private static final int MIN_MEMORY_MIB = 512;

  /**
   * Checks the ranges, all at once, and puts the directories in order.
   *
   * @throws ConfigurationException if a value is out of range
   */
  public HostConfig {
    shared = shared.stream().distinct().sorted(OUTER_FIRST).toList();
    List<String> problems = new ArrayList<>();
    if (cpus < 1 || cpus > MAX_CPUS) {
      problems.add("the nested host takes 1 to %d CPUs, not %d".formatted(MAX_CPUS, cpus));
    }
    if (memoryMib < MIN_MEMORY_MIB) {
      problems.add(
          "the nested host takes at least %d MiB, not %d".formatted(MIN_MEMORY_MIB, memoryMib));
    }
    if (gicVersion != 2 && gicVersion != 3) {
      problems.add("the nested host's GIC is of version 2 or 3, not " + gicVersion);
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }

  /** Two CPUs, GICv3, and the fastest processor model. */
  public static HostConfig of(int memoryMib, List<SharedDirectory> shared) {
    return new HostConfig(
        2,
        memoryMib,
        3,
        FAST_CPU,
        HostClock.WALL,
        shared,
        HostNetwork.ISOLATED,
        false,
        Duration.ZERO);
  }

  /** The same with other hardware. */
  HostConfig withHardware(int otherGicVersion, String otherCpuModel) {
    return new HostConfig(
        cpus, memoryMib, otherGicVersion, otherCpuModel, clock, shared, network, peers, idle);
  }

  /** The same with another clock. */
  public HostConfig withClock(HostClock other) {
    return new HostConfig(
        cpus, memoryMib, gicVersion, cpuModel, other, shared, network, peers, idle);
  }

  /** The same with other monitors in it, to compare with. */
  public HostConfig withPeers() {
    return new HostConfig(
        cpus, memoryMib, gicVersion, cpuModel, clock, shared, network, true, idle);
  }

  /** The same with so many CPUs. */
  HostConfig withCpus(int other) {
    return new HostConfig(
        other, memoryMib, gicVersion, cpuModel, clock, shared, network, peers, idle);
  }

  /** The same that ends by itself when nobody has used it for so long. */
  HostConfig withIdle(Duration other) {
    return new HostConfig(
        cpus, memoryMib, gicVersion, cpuModel, clock, shared, network, peers, other);
  }

  /** The same with another network. */
  public HostConfig withNetwork(HostNetwork other) {
    return new HostConfig(cpus, memoryMib, gicVersion, cpuModel, clock, shared, other, peers, idle);
  }
}
