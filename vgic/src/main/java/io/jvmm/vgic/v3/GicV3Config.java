package io.jvmm.vgic.v3;

import io.jvmm.vmm.VcpuId;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The dimensions of a GICv3.
 *
 * @param interrupts SGIs, PPIs and SPIs together: 64 to 1024, a multiple of 32; INTIDs 1020 to 1023
 *     are special even where 1024 leave room for them
 * @param regions how many redistributors there are in each region of guest-physical space; vCPUs
 *     fill them in order
 */
public record GicV3Config(int interrupts, List<Integer> regions) {
  private static final int STEP = 32;
  private static final int SMALLEST = 64;
  private static final int LARGEST = 1024;
  private static final int CPUS_PER_CLUSTER = 16;

  /** Refuses numbers of interrupts that no GICD_TYPER can say, empty regions, too many vCPUs. */
  public GicV3Config {
    regions = List.copyOf(regions);
    if (interrupts < SMALLEST || interrupts > LARGEST || interrupts % STEP != 0) {
      throw new IllegalArgumentException("no GIC has %d interrupts".formatted(interrupts));
    }
    int vcpus = sum(regions);
    if (regions.stream().anyMatch(count -> count < 1) || vcpus < 1 || vcpus > VcpuId.MAX + 1) {
      throw new IllegalArgumentException("no GIC has regions of %s".formatted(regions));
    }
  }

  /** A GIC whose redistributors are all in one region. */
  public static GicV3Config of(int vcpus, int interrupts) {
    return new GicV3Config(interrupts, List.of(vcpus));
  }

  /** How many vCPUs it serves. */
  public int vcpus() {
    return sum(regions);
  }

  /** The affinity of each vCPU, in their order, as {@link VcpuId#affinity} has it. */
  public List<Long> affinities() {
    return IntStream.range(0, vcpus()).mapToObj(i -> new VcpuId(i).affinity()).toList();
  }

  /** One past the highest INTID of an SPI. */
  int spiEnd() {
    return Math.min(interrupts, Intid.SPECIAL);
  }

  /** Whether a vCPU's redistributor is the last of its region. */
  boolean isLastOfRegion(VcpuId vcpu) {
    int end = 0;
    for (int count : regions) {
      end += count;
      if (vcpu.value() == end - 1) {
        return true;
      }
    }
    return false;
  }

  /** The number of the vCPU with an affinity; -1 if there is none. */
  int indexOf(long affinity) {
    long cluster = (affinity >>> 16 & 0xff) << 8 | (affinity >>> 8 & 0xff);
    long within = affinity & 0xff;
    long index = cluster * CPUS_PER_CLUSTER + within;
    return within < CPUS_PER_CLUSTER && index < vcpus() ? (int) index : -1;
  }

  private static int sum(List<Integer> regions) {
    return regions.stream().mapToInt(Integer::intValue).sum();
  }
}
