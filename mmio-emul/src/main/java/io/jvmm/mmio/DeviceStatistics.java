package io.jvmm.mmio;

import io.jvmm.vmm.memory.AddressRange;

/**
 * What the guest did to a device so far.
 *
 * @param device its name
 * @param window where it answers
 * @param reads loads that the device answered
 * @param writes stores that the device took
 * @param refused loads and stores that hit no register, or not in a way that it permits
 */
public record DeviceStatistics(
    String device, AddressRange window, long reads, long writes, long refused) {}
