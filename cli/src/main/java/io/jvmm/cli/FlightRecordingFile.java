package io.jvmm.cli;

import io.jvmm.control.MachineRecording;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** A file with the flight recording of a machine. */
final class FlightRecordingFile {
  private FlightRecordingFile() {}

  /**
   * Records, and waits for that. There is a file afterwards only if all went well.
   *
   * @throws ConfigurationException if there is a file of that name, or the machine does not run
   */
  static void create(Path file, MachineRecording recording, Duration length)
      throws InterruptedException {
    boolean whole = false;
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      try {
        recording.begin(length);
        Thread.sleep(length);
        recording.fetch(out);
        whole = true;
      } finally {
        if (!whole) {
          Files.delete(file);
        }
      }
    } catch (FileAlreadyExistsException e) {
      throw new ConfigurationException("'%s' is there already: name a new file".formatted(file));
    } catch (IOException e) {
      throw new HostException("cannot write '%s': %s".formatted(file, e.getMessage()), e);
    }
  }
}
