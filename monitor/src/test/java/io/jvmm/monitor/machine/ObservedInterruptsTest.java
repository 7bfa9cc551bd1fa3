package io.jvmm.monitor.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.irq.EdgeIrq;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.irq.InterruptController;
import io.jvmm.vmm.irq.InterruptMessage;
import io.jvmm.vmm.irq.LevelIrq;
import io.jvmm.vmm.irq.MessageLine;
import io.jvmm.vmm.irq.MessageTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObservedInterruptsTest {
  private static final InterruptMessage MESSAGE = new InterruptMessage(0x808_0040, 7, 8);

  @TempDir private Path directory;
  private final List<String> seen = new ArrayList<>();
  private final ObservedInterrupts observed = new ObservedInterrupts(new SeenController());

  @Test
  void everyChangeIsPassedOn() {
    changeEverything();

    assertThat(seen)
        .containsExactly("SPI 1 up", "SPI 1 down", "SPI 2 edge", "sent", "routed", "pulsed");
  }

  @Test
  void aFlightRecordingShowsEachChange() throws IOException {
    Path file = directory.resolve("interrupts.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jvmm.Interrupt");
      recording.start();
      changeEverything();
      recording.stop();
      recording.dump(file);
    }

    assertThat(RecordingFile.readAllEvents(file))
        .extracting(event -> event.getString("line") + " " + event.getString("change"))
        .containsExactly(
            "SPI 1 raised", "SPI 1 lowered", "SPI 2 pulsed", MESSAGE + " sent", MESSAGE + " sent");
  }

  private void changeEverything() {
    LevelIrq level = observed.levelLine(IntId.spi(1));
    level.raise();
    level.lower();
    observed.edgeLine(IntId.spi(2)).pulse();
    MessageTarget target = observed.messages().orElseThrow();
    target.deliver(MESSAGE);
    MessageLine line = target.createLine().orElseThrow();
    line.route(MESSAGE);
    line.pulse();
  }

  /** Writes down what is done to its lines. */
  private final class SeenController implements InterruptController {
    @Override
    public LevelIrq levelLine(IntId spi) {
      return new LevelIrq() {
        @Override
        public void raise() {
          seen.add(spi + " up");
        }

        @Override
        public void lower() {
          seen.add(spi + " down");
        }
      };
    }

    @Override
    public EdgeIrq edgeLine(IntId spi) {
      return () -> seen.add(spi + " edge");
    }

    @Override
    public Optional<MessageTarget> messages() {
      return Optional.of(
          new MessageTarget() {
            @Override
            public void deliver(InterruptMessage message) {
              seen.add("sent");
            }

            @Override
            public Optional<MessageLine> createLine() {
              return Optional.of(new SeenLine());
            }
          });
    }

    @Override
    public String description() {
      return "seen";
    }

    @Override
    public DeviceTreeNode describe(int phandle) {
      throw new AssertionError("nobody asks");
    }

    @Override
    public void start() {
      throw new AssertionError("nobody asks");
    }

    @Override
    public void close() {
      throw new AssertionError("nobody asks");
    }
  }

  private final class SeenLine implements MessageLine {
    @Override
    public void route(InterruptMessage message) {
      seen.add("routed");
    }

    @Override
    public void pulse() {
      seen.add("pulsed");
    }
  }
}
