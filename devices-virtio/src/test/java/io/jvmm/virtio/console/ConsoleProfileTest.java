package io.jvmm.virtio.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.virtio.testkit.CollectedOutput;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Virtio 1.3, 5.3.2 to 5.3.4: what a driver sees before it runs the console. */
class ConsoleProfileTest {
  private static final int MAX_NR_PORTS = 4; // its offset in the configuration space

  @Test
  void aConsoleWithoutPortsDoesNotOfferMultiport() {
    ConsoleDevice console = console(0);

    assertThat(console.profile().features()).isEqualTo(ConsoleDevice.F_SIZE);
    assertThat(console.profile().queueSizes()).hasSize(2);
    assertThat(console.config().read(MAX_NR_PORTS, 4)).isZero();
  }

  @Test
  void aConsoleWithPortsSaysHowManyWithTheTerminal() {
    ConsoleDevice console = console(2);

    assertThat(console.profile().features())
        .isEqualTo(ConsoleDevice.F_SIZE | ConsoleDevice.F_MULTIPORT);
    assertThat(console.profile().queueSizes()).hasSize(8);
    assertThat(console.config().read(MAX_NR_PORTS, 4)).isEqualTo(3);
  }

  @Test
  void anotherSizeLeavesTheNumberOfPortsAlone() {
    ConsoleDevice console = console(1);

    console.resize(new ConsoleSize(132, 50));

    assertThat(console.config().read(0, 2)).isEqualTo(132);
    assertThat(console.config().read(MAX_NR_PORTS, 4)).isEqualTo(2);
  }

  @Test
  void aConsoleHasNoRoomForMorePortsThanItSays() {
    assertThatThrownBy(() -> console(ConsoleDevice.MAX_PORTS + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "4, 1", "5, 1", "6, 2", "33, 15"})
  void aPortHasAPairOfQueues(int queue, int port) {
    assertThat(QueuePair.isControl(queue)).isFalse();
    assertThat(QueuePair.portOf(queue)).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void theSecondPairIsForControlMessages(int queue) {
    assertThat(QueuePair.isControl(queue)).isTrue();
  }

  private static ConsoleDevice console(int ports) {
    PortOutput nowhere = CollectedOutput.unlimited();
    List<PortSettings> others =
        Collections.nCopies(ports, new PortSettings("agent", false, nowhere));
    return new ConsoleDevice("console", nowhere, new ConsoleSize(80, 25), others);
  }
}
