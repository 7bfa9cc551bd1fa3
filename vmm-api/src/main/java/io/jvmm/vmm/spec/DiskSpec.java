package io.jvmm.vmm.spec;

import java.util.Optional;

/**
 * A virtio disk.
 *
 * @param path the raw image or block device
 * @param copyOf what {@code path} is made from, once, if it does not exist yet
 * @param readOnly whether the guest may only read
 * @param serial what the guest reads as the disk's serial number, at most 20 ASCII characters
 */
public record DiskSpec(
    FileReference path,
    Optional<FileReference> copyOf,
    boolean readOnly,
    Optional<String> serial) {}
