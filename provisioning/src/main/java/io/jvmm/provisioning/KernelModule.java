package io.jvmm.provisioning;

/**
 * A kernel module, ready to be loaded.
 *
 * @param name its name, with underscores for dashes
 * @param content the ELF object, not compressed
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by name alone, in tests; never as a whole.
public record KernelModule(String name, byte[] content) {}
