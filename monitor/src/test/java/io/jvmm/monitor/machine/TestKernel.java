package io.jvmm.monitor.machine;

import io.jvmm.monitor.spec.GuestImages;
import io.jvmm.monitor.spec.ResolvedSpec;
import io.jvmm.monitor.spec.SpecFiles;
import io.jvmm.monitor.spec.SpecReader;
import io.jvmm.vmm.spec.FileReference.ImageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A directory with the smallest kernel, and specifications of machines that boot it. */
record TestKernel(Path directory) {
  /** The directory, with an arm64 Image of 4 KiB in it that takes 64 KiB. */
  static TestKernel in(Path directory) throws IOException {
    ByteBuffer image = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    image.putLong(16, 0x1_0000); // image_size
    image.putLong(24, 0xa); // flags: 4 KiB pages, anywhere in memory
    image.putInt(56, 0x644d_5241); // ARM\x64
    Files.write(directory.resolve("Image"), image.array());
    return new TestKernel(directory);
  }

  /** A machine with further keys, in single quotes; they start with a comma. */
  ResolvedSpec machine(String keys) throws IOException {
    return resolved("{'name': 'a', 'memory': '64MiB', 'boot': {'kernel': 'Image'}" + keys + "}");
  }

  /** The machine of a specification in single quotes. */
  ResolvedSpec resolved(String json) throws IOException {
    Path file = Files.writeString(directory.resolve("vm.json"), json.replace('\'', '"'));
    SpecFiles files = new SpecFiles(directory, directory.resolve("vm"), new NoImages());
    return ResolvedSpec.of(new SpecReader(_ -> files).read(file), files);
  }

  private static final class NoImages implements GuestImages {
    @Override
    public Optional<String> problem(ImageFile file) {
      return Optional.of(file + " is unknown");
    }

    @Override
    public Path locate(ImageFile file) {
      throw new AssertionError(file);
    }
  }
}
