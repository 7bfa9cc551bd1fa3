/**
 * A GICv2 in Java, for machines whose hypervisor emulates no interrupt controller: the distributor
 * and the CPU interfaces of Arm IHI 0048B as memory-mapped registers, for up to 8 vCPUs and 1020
 * interrupts, without the Security Extensions.
 *
 * <p>To be read in this order: {@code InterruptBank} (what is known of 32 interrupts), {@code
 * InterruptTable} (which of them is the most urgent), {@code Distributor} and {@code CpuInterface}
 * (the architecture's two halves, a method for each thing that a guest can do), {@code
 * EmulatedGicV2} (what locks and wires them).
 */
@NullMarked
package io.jvmm.vgic.v2;

import org.jspecify.annotations.NullMarked;
