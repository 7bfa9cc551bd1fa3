package io.jvmm.monitor.spec;

import io.jvmm.vmm.spec.FileReference;
import io.jvmm.vmm.spec.FileReference.HostPath;
import io.jvmm.vmm.spec.FileReference.ImageFile;
import io.jvmm.vmm.spec.FileReference.VmFile;
import io.jvmm.vmm.spec.PortConnection;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the files of a specification are.
 *
 * @param specDirectory what relative paths start from
 * @param vmDirectory the directory of the machine, for {@code vm:FILE}
 * @param images the guest images, for {@code image:NAME/FILE}
 */
public record SpecFiles(Path specDirectory, Path vmDirectory, GuestImages images) {
  /** The file's path; builds a guest image if it must. */
  public Path locate(FileReference reference) {
    return switch (reference) {
      case HostPath(String path) -> specDirectory.resolve(path);
      case VmFile(String file) -> vmDirectory.resolve(file);
      case ImageFile image -> images.locate(image);
    };
  }

  /** The file's absolute path; builds a guest image if it must. */
  Path absolute(FileReference reference) {
    return locate(reference).toAbsolutePath().normalize();
  }

  /** The same connection with an absolute path, if it has one. */
  PortConnection located(PortConnection connection) {
    return connection.withPath(path -> specDirectory.resolve(path).toAbsolutePath().normalize());
  }

  /** What keeps a file from being read, in a line for the user; empty if nothing does. */
  Optional<String> problemOfReading(FileReference reference) {
    return switch (reference) {
      case ImageFile image -> images.problem(image);
      case HostPath _, VmFile _ -> problemOfReading(reference, false);
    };
  }

  /** What keeps a file, or what is in a directory, from being read; empty if nothing does. */
  Optional<String> problemOfReadingTree(FileReference reference) {
    return !(reference instanceof ImageFile)
            && exists(reference)
            && Files.isDirectory(locate(reference))
        ? Optional.empty()
        : problemOfReading(reference);
  }

  /** What keeps a disk from being opened, in a line for the user; empty if nothing does. */
  Optional<String> problemOfDisk(FileReference reference, boolean readOnly) {
    return switch (reference) {
      case ImageFile image -> readOnly ? images.problem(image) : Optional.of(sharedDisk(image));
      case HostPath _, VmFile _ -> problemOfReading(reference, !readOnly);
    };
  }

  /** Whether a file is there already, as far as can be told without building anything. */
  boolean exists(FileReference reference) {
    try {
      return !(reference instanceof ImageFile) && Files.exists(locate(reference));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private Optional<String> problemOfReading(FileReference reference, boolean andWriting) {
    try {
      return problem(locate(reference), andWriting);
    } catch (InvalidPathException e) {
      return Optional.of("'%s' is no file name: %s".formatted(reference, e.getReason()));
    }
  }

  private static Optional<String> problem(Path path, boolean andWriting) {
    if (!Files.exists(path)) {
      return Optional.of("there is no file '%s': check the path".formatted(path));
    }
    if (Files.isDirectory(path)) {
      return Optional.of("'%s' is a directory: name a file".formatted(path));
    }
    if (!Files.isReadable(path)) {
      return Optional.of("'%s' cannot be read: check its permissions".formatted(path));
    }
    if (andWriting && !Files.isWritable(path)) {
      return Optional.of(
          "'%s' cannot be written: check its permissions, or add \"readOnly\": true"
              .formatted(path));
    }
    return Optional.empty();
  }

  private static String sharedDisk(ImageFile image) {
    return ("'%s' is shared by all machines: write {\"path\": \"vm:disk.img\", \"copyOf\": \"%s\"},"
            + " or add \"readOnly\": true")
        .formatted(image, image);
  }
}
