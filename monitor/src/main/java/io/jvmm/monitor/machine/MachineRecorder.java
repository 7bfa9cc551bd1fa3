package io.jvmm.monitor.machine;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;

/**
 * Makes flight recordings of this process while it runs a machine, one at a time: each is begun,
 * ends by itself or is ended, and is then read piece by piece, until the next one is begun.
 */
final class MachineRecorder {
  /** The longest recording. */
  static final Duration LONGEST = Duration.ofHours(1);

  /** What is recorded: of the JDK's own only what tells how the process fares. */
  private static final List<String> EVENTS =
      List.of(
          "jvmm.VcpuExit",
          "jvmm.QueueWork",
          "jvmm.Interrupt",
          "jdk.GarbageCollection",
          "jdk.ThreadCPULoad",
          "jdk.CPULoad");

  private static final long MOST_BYTES = 1L << 30; // the oldest goes first
  private static final int PIECE = 4 << 20;

  /** A recording and the file that it ends up in. */
  private record Made(Recording recording, Path file) {}

  private Optional<Made> latest = Optional.empty(); // guarded by this

  /**
   * Begins one; the former one is gone.
   *
   * @param length when it ends by itself
   * @throws ConfigurationException if one is under way, or is to be longer than {@link #LONGEST}
   */
  synchronized void begin(Duration length) {
    if (!length.isPositive() || length.compareTo(LONGEST) > 0) {
      throw new ConfigurationException(
          "a recording has 1 to %d seconds".formatted(LONGEST.toSeconds()));
    }
    if (latest.filter(each -> each.recording.getState() == RecordingState.RUNNING).isPresent()) {
      throw new ConfigurationException(
          "this machine is being recorded already: wait until that has ended");
    }
    discard();
    latest = Optional.of(made(length));
  }

  private static Made made(Duration length) {
    Recording recording = new Recording();
    try {
      Path file = Files.createTempFile("jvmm-", ".jfr");
      file.toFile().deleteOnExit();
      EVENTS.forEach(name -> recording.enable(name).withoutThreshold());
      recording.setMaxSize(MOST_BYTES);
      recording.setDestination(file);
      recording.setDuration(length);
      recording.start();
      return new Made(recording, file);
    } catch (IOException e) {
      recording.close();
      throw failed(e);
    }
  }

  /**
   * Ends the one under way, if it has not ended.
   *
   * @return its size in bytes
   * @throws ConfigurationException if there is none
   */
  synchronized long end() {
    Made made = made();
    if (made.recording.getState() == RecordingState.RUNNING) {
      made.recording.stop();
    }
    try {
      return Files.size(made.file);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * A piece of the one that has ended.
   *
   * @param offset where it starts
   * @return bytes; none at the end
   */
  synchronized byte[] read(long offset) {
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    try (FileChannel file = FileChannel.open(made().file)) {
      int count = offset < file.size() ? file.read(piece, offset) : 0;
      return Arrays.copyOf(piece.array(), Math.max(count, 0));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private Made made() {
    return latest.orElseThrow(
        () -> new ConfigurationException("this machine has not been recorded"));
  }

  private void discard() {
    latest.ifPresent(
        made -> {
          made.recording.close();
          made.file.toFile().delete();
        });
    latest = Optional.empty();
  }

  private static HostException failed(IOException e) {
    return new HostException(
        "cannot keep a recording in '%s' (%s): is it full?"
            .formatted(System.getProperty("java.io.tmpdir"), e.getMessage()),
        e);
  }
}
