package io.jvmm.nested;

import java.nio.file.Path;
import java.util.List;

/**
 * What a nested host boots from. All of it is only read, by any number of hosts at a time.
 *
 * @param kernel an arm64 Image
 * @param initrd its initial RAM file system, to which each host appends an archive of its own
 * @param layers ext4 file systems that make up the root, each over the one before it
 */
record HostImage(Path kernel, Path initrd, List<Path> layers) {
  HostImage {
    layers = List.copyOf(layers);
  }
}
