package io.jvmm.vmm;

/**
 * What a host can do.
 *
 * @param maxVcpus the most vCPUs that one virtual machine can have
 * @param maxIpaBits the most bits of guest-physical address, 32 to 52
 * @param maxMemorySlots the most memory slots of one virtual machine
 * @param pageSize the host's page size in bytes: 4, 16 or 64 KiB
 * @param externalController whether a vCPU's interrupt inputs and private lines are open to an
 *     interrupt controller outside the back end
 */
public record HypervisorLimits(
    int maxVcpus, int maxIpaBits, int maxMemorySlots, long pageSize, boolean externalController) {}
