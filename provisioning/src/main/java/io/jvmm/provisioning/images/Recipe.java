package io.jvmm.provisioning.images;

import io.jvmm.provisioning.CacheDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** How a guest image is made. */
interface Recipe {
  /** The name that specifications use. */
  String name();

  /** The files that the image has. */
  List<String> files();

  /** Says what goes into the image: equal contents, equal text. May have to ask for packages. */
  String version();

  /** Writes the image's files into an empty directory. */
  void build(Path directory) throws IOException;

  /**
   * The directory with the image's files in a cache; the image is built if it is not there yet.
   *
   * @throws io.jvmm.vmm.error.HostException if it cannot be built
   */
  default Path image(CacheDirectory cache) {
    return cache.entry("images", name() + "-" + version(), this::build);
  }
}
