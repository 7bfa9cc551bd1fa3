package io.jvmm.monitor.spec;

import io.jvmm.vmm.spec.FileReference.ImageFile;
import java.nio.file.Path;
import java.util.Optional;

/** The guest images that {@code image:NAME/FILE} refers to. */
public interface GuestImages {
  /** What is wrong with a reference, in a line for the user; empty if the file can be had. */
  Optional<String> problem(ImageFile file);

  /**
   * The file itself; builds its image if it is not there yet, which may take minutes.
   *
   * @throws io.jvmm.vmm.error.VmmException if that fails
   */
  Path locate(ImageFile file);
}
