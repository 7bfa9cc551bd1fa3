package io.jvmm.vmm.irq;

import io.jvmm.vmm.VcpuId;

/**
 * What an interrupt controller outside the back end has done for one vCPU since the machine
 * started. Always counted.
 *
 * @param vcpu whose
 * @param acknowledged interrupts that were acknowledged
 * @param late of these, private interrupts whose line was found to have fallen at the very exit
 *     that acknowledged them
 * @param spurious how often the vCPU was signalled an interrupt and then found none:
 *     acknowledgements that returned a special INTID, the first since the controller began to
 *     signal. A driver that acknowledges until there is no more is not counted for that
 * @param sgisSent requests for SGIs that this vCPU made
 */
public record InterruptStatistics(
    VcpuId vcpu, long acknowledged, long late, long spurious, long sgisSent) {}
