package io.jvmm.vgic.v2;

import io.jvmm.vmm.VcpuId;

/**
 * What one processor's CPU interface has done since the machine started. Always counted.
 *
 * @param vcpu whose
 * @param acknowledged interrupts that were acknowledged
 * @param spurious how often the processor was signalled an interrupt and then found none: reads of
 *     GICC_IAR or GICC_AIAR that returned 1022 or 1023, the first since the interface began to
 *     signal. A driver that reads until it gets 1023 is not counted for that
 * @param sgisSent SGIs that this processor sent, one for each write of GICD_SGIR
 */
public record GicStatistics(VcpuId vcpu, long acknowledged, long spurious, long sgisSent) {}
