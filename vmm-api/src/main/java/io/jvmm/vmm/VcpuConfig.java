package io.jvmm.vmm;

/**
 * How a vCPU starts.
 *
 * @param id its number
 * @param poweredOff whether it waits for the guest's PSCI CPU_ON instead of starting at once
 */
public record VcpuConfig(VcpuId id, boolean poweredOff) {}
