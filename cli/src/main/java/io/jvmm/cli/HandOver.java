package io.jvmm.cli;

import io.jvmm.monitor.spec.ResolvedSpec;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A directory of its own with the specification that another jvmm is to run.
 *
 * @param directory readable by this user only; deleted on close
 * @param specification the file
 */
record HandOver(Path directory, Path specification) implements AutoCloseable {
  static HandOver write(ResolvedSpec spec) {
    try {
      Path directory = Files.createTempDirectory("jvmm-");
      directory.toFile().deleteOnExit();
      Path file = directory.resolve(spec.spec().name() + ".json");
      file.toFile().deleteOnExit();
      Files.writeString(file, spec.toJson());
      return new HandOver(directory, file);
    } catch (IOException e) {
      throw new HostException(
          "cannot write to '%s': is it full?".formatted(System.getProperty("java.io.tmpdir")), e);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(specification);
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new HostException("cannot delete '%s'".formatted(directory), e);
    }
  }
}
