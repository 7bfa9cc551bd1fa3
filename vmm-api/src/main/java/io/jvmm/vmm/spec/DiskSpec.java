package io.jvmm.vmm.spec;

import java.util.Optional;

/**
 * A virtio disk.
 *
 * @param path the raw image or block device
 * @param copyOf what {@code path} is made from, once, if it does not exist yet
 * @param readOnly whether the guest may only read
 * @param serial what the guest reads as the disk's serial number (virtio 1.3, 5.2.6: 20 bytes)
 */
public record DiskSpec(
    @Key("A raw image or a block device.") FileReference path,
    @Key("What the disk is copied from when it does not exist yet.") Optional<FileReference> copyOf,
    @Key(value = "Whether the guest may only read.", ifAbsent = "false") boolean readOnly,
    @Key(value = "The serial number that the guest reads.", pattern = "[!-~]{1,20}")
        Optional<String> serial) {}
