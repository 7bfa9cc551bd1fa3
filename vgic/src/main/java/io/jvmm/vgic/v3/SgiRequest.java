package io.jvmm.vgic.v3;

import io.jvmm.vmm.VcpuId;

/**
 * What is written to ICC_SGI0R_EL1, ICC_SGI1R_EL1 or ICC_ASGI1R_EL1 (Arm IHI 0069, by these names).
 *
 * @param intid 0 to 15
 * @param all to all participating PEs but the sender (IRM)
 * @param cluster the targets' affinity without Aff0, in the layout of {@link VcpuId#affinity}; Aff3
 *     in bits 31:24
 * @param targets a bit for each Aff0 from 0 to 15 of the cluster
 */
record SgiRequest(int intid, boolean all, long cluster, int targets) {
  static SgiRequest decode(long value) {
    long aff1 = value >>> 16 & 0xff;
    long aff2 = value >>> 32 & 0xff;
    long aff3 = value >>> 48 & 0xff;
    return new SgiRequest(
        (int) (value >>> 24 & 0xf),
        (value >>> 40 & 1) != 0,
        aff3 << 24 | aff2 << 16 | aff1 << 8,
        (int) value & 0xffff);
  }

  /** Whether it goes to a vCPU with this affinity, when {@code sender} sends it. */
  boolean reaches(VcpuId receiver, VcpuId sender) {
    if (all) {
      return !receiver.equals(sender);
    }
    long affinity = receiver.affinity();
    return (affinity & ~0xffL) == cluster && (targets >>> (affinity & 0xf) & 1) != 0;
  }
}
