package io.jvmm.monitor.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.VcpuExit;
import io.jvmm.vmm.testkit.FakeVcpu;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObservedVcpuTest {
  @TempDir private Path directory;

  @Test
  void exitsAreCountedByKind() {
    ObservedVcpu vcpu =
        observed(
            new VcpuExit.MmioRead(0x900_0018, 4),
            new VcpuExit.MmioWrite(0x900_0000, 1, 'a'),
            new VcpuExit.MmioWrite(0x900_0000, 1, 'b'),
            new VcpuExit.Interrupted());

    assertThat(vcpu.statistics().exits())
        .isEqualTo(
            Map.of(ExitKind.MMIO_READ, 1L, ExitKind.MMIO_WRITE, 2L, ExitKind.INTERRUPTED, 1L));
  }

  @Test
  void everyExitIsPassedOn() {
    VcpuExit exit = new VcpuExit.NoSyndrome(0x9200_0000L, 0x900_0000);

    assertThat(new ObservedVcpu(new FakeVcpu(exit)).run()).isSameAs(exit);
  }

  @Test
  void aFlightRecordingShowsEachExit() throws IOException {
    Path file = directory.resolve("exits.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jvmm.VcpuExit").withoutThreshold();
      recording.start();
      observed(new VcpuExit.MmioRead(0x900_0018, 4), new VcpuExit.Interrupted()).answered();
      recording.stop();
      recording.dump(file);
    }

    List<RecordedEvent> events = RecordingFile.readAllEvents(file);

    assertThat(events)
        .extracting(event -> event.getInt("vcpu") + " " + event.getString("exit"))
        .containsExactly("0 load of 4 bytes from 0x9000018", "0 Interrupted[]");
  }

  private static ObservedVcpu observed(VcpuExit... exits) {
    ObservedVcpu vcpu = new ObservedVcpu(new FakeVcpu(exits));
    for (int i = 0; i < exits.length; i++) {
      vcpu.run();
    }
    return vcpu;
  }
}
