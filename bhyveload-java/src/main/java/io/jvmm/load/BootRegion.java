package io.jvmm.load;

import io.jvmm.vmm.memory.AddressRange;

/**
 * A piece of guest memory that the loader fills.
 *
 * @param name {@code kernel}, {@code initrd} or {@code device tree}; for a FreeBSD kernel also
 *     {@code environment} and {@code metadata}
 * @param range what it occupies; a kernel's includes the memory that it clears for itself
 * @param content what it is filled with, in words
 */
public record BootRegion(String name, AddressRange range, String content) {}
