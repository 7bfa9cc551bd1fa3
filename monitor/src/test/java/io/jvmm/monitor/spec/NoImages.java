package io.jvmm.monitor.spec;

import io.jvmm.vmm.spec.FileReference.ImageFile;
import java.nio.file.Path;
import java.util.Optional;

/** A cache without guest images. */
record NoImages() implements GuestImages {
  @Override
  public Optional<String> problem(ImageFile file) {
    return Optional.of("there are no images");
  }

  @Override
  public Path locate(ImageFile file) {
    throw new AssertionError("reading a specification builds no image");
  }
}
