package io.jvmm.vmm.mmio;

import io.jvmm.vmm.memory.AddressRange;

/**
 * A device and where it is.
 *
 * @param range the guest-physical addresses it answers
 * @param device the device
 */
public record MmioWindow(AddressRange range, MmioDevice device) {}
