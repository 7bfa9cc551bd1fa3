package io.jvmm.vmm.spec;

import java.util.Optional;

/**
 * What a machine boots.
 *
 * @param kernel an arm64 Image, plain or gzip-compressed
 * @param initrd an initial RAM file system
 * @param cmdline the kernel's command line, at most 2047 characters (Linux's COMMAND_LINE_SIZE)
 */
public record BootSpec(
    @Key("The kernel: an arm64 Image, plain or gzip-compressed.") FileReference kernel,
    @Key("An initial RAM file system.") Optional<FileReference> initrd,
    @Key(value = "The kernel's command line.", ifAbsent = "\"\"", pattern = "[^\\x00]{0,2047}")
        String cmdline) {}
