package io.jvmm.vmm.spec;

import java.util.Optional;

/**
 * What a machine boots.
 *
 * @param kernel an arm64 Image, plain or gzip-compressed
 * @param initrd an initial RAM file system
 * @param commandLine the kernel's command line
 */
public record BootSpec(FileReference kernel, Optional<FileReference> initrd, String commandLine) {}
