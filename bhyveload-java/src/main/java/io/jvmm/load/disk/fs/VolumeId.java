package io.jvmm.load.disk.fs;

import java.util.Optional;

/**
 * What a file system is known by.
 *
 * @param type as in {@code /etc/fstab}: {@code ext4}, {@code vfat}
 * @param uuid as Linux writes it after {@code UUID=}, lower case for ext4, upper case for FAT; none
 *     if it is all zeroes
 * @param label none if it is empty
 */
public record VolumeId(String type, Optional<String> uuid, Optional<String> label) {}
