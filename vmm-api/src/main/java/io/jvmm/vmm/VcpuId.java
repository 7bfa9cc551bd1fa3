package io.jvmm.vmm;

/**
 * A vCPU's number, counted from 0. The boot processor is 0.
 *
 * @param value 0 to {@value #MAX}
 */
public record VcpuId(int value) {
  /** The largest number: what KVM accepts on any host is lower. */
  public static final int MAX = 4095;

  private static final int CPUS_PER_CLUSTER = 16;

  /** Refuses numbers outside 0 to {@value #MAX}. */
  public VcpuId {
    if (value < 0 || value > MAX) {
      throw new IllegalArgumentException("vCPU %d is not within 0 to %d".formatted(value, MAX));
    }
  }

  /** Whether it is the vCPU that starts the guest. */
  public boolean isBoot() {
    return value == 0;
  }

  /**
   * The affinity fields of its MPIDR_EL1: 16 processors to a cluster (Aff0), clusters counted in
   * Aff1, then Aff2. A GICv3's SGI target list reaches no further than 16 (Arm IHI 0069, 12.11.10).
   */
  public long affinity() {
    int cluster = value / CPUS_PER_CLUSTER;
    return value % CPUS_PER_CLUSTER | (cluster & 0xffL) << 8 | (cluster >>> 8 & 0xffL) << 16;
  }

  @Override
  public String toString() {
    return "vcpu" + value;
  }
}
