package io.jvmm.monitor.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.irq.IntId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineRecorderTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  @TempDir private Path directory;
  private final MachineRecorder recorder = new MachineRecorder();

  @AfterEach
  void nothingIsRecorded() {
    recorder.begin(LONG); // what there was is gone
    recorder.end();
  }

  @Test
  void whatHappensMeanwhileIsInTheRecording() throws IOException {
    recorder.begin(LONG);
    InterruptEvent.commit(IntId.spi(3), "raised");
    long size = recorder.end();

    byte[] content = content();

    assertThat(content).hasSize((int) size);
    assertThat(events(content))
        .extracting(event -> event.getString("line") + " " + event.getString("change"))
        .containsExactly("SPI 3 raised");
  }

  @Test
  void whatHappenedBeforeIsNot() throws IOException {
    recorder.begin(LONG);
    InterruptEvent.commit(IntId.spi(3), "raised");
    recorder.end();
    recorder.begin(LONG);
    recorder.end();

    assertThat(events(content())).isEmpty();
  }

  @Test
  void twoAreNotMadeAtATime() {
    recorder.begin(LONG);

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> recorder.begin(LONG))
        .withMessageContaining("recorded already");
    recorder.end();
  }

  @Test
  void itsLengthIsBounded() {
    for (long seconds : new long[] {0, 3601}) {
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> recorder.begin(Duration.ofSeconds(seconds)))
          .withMessageContaining("1 to 3600");
    }
  }

  @Test
  void whereNothingWasRecordedThereIsNothingToRead() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> new MachineRecorder().end());
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> new MachineRecorder().read(0));
  }

  @Test
  void beyondItsEndThereIsNothing() {
    recorder.begin(LONG);
    long size = recorder.end();

    assertThat(recorder.read(size)).isEmpty();
    assertThat(recorder.read(Long.MAX_VALUE)).isEmpty();
  }

  private byte[] content() throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] piece = recorder.read(0); piece.length > 0; piece = recorder.read(content.size())) {
      content.write(piece);
    }
    return content.toByteArray();
  }

  private List<RecordedEvent> events(byte[] content) throws IOException {
    Path file = Files.write(directory.resolve("a.jfr"), content);
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals("jvmm.Interrupt"))
        .toList();
  }
}
