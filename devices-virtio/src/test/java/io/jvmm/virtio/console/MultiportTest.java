package io.jvmm.virtio.console;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.DriverBuffer.writable;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.DeviceWorker;
import io.jvmm.virtio.ProblemLog;
import io.jvmm.virtio.queue.DisabledQueue;
import io.jvmm.virtio.queue.Virtqueue;
import io.jvmm.virtio.testkit.CollectedOutput;
import io.jvmm.virtio.testkit.CountingNotifier;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.DriverQueue;
import io.jvmm.virtio.testkit.LogCapture;
import io.jvmm.virtio.testkit.QueueDriver;
import io.jvmm.virtio.testkit.RingFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Virtio 1.3, 5.3.6.2: what device and driver tell each other about ports, without a thread. */
@ParameterizedClass
@EnumSource(RingFormat.class)
class MultiportTest {
  private static final long DATA = DriverMemory.BASE + 0x40000;
  private static final long ANSWERS = DATA + 0x10000;
  private static final int ANSWER_SIZE = 0x40;
  private static final int CONTROL_RECEIVE = 2;
  private static final int CONTROL_TRANSMIT = 3;
  private static final int AGENT = 1;
  private static final int AGENT_RECEIVE = 4;
  private static final int AGENT_TRANSMIT = 5;

  private final DriverMemory memory = new DriverMemory();
  private final RingFormat format;
  private final CollectedOutput screen = CollectedOutput.unlimited();
  private final CollectedOutput program = new CollectedOutput(4);
  private final DeviceWorker idle = new DeviceWorker("idle");
  private final ConsolePort terminal = port(0, new PortSettings("", true, screen));
  private final ConsolePort agent = port(AGENT, new PortSettings("org.agent", false, program));
  private final List<QueueDriver> queues = new ArrayList<>();
  private final MultiportQueues console;
  private int nextAnswer; // whose buffer is the next to be used

  MultiportTest(RingFormat format) {
    this.format = format;
    List<Virtqueue> devices = new ArrayList<>();
    for (int i = 0; i < QueuePair.count(2); i++) {
      QueueDriver queue = format.driver(memory, DriverMemory.BASE + i * QueueDriver.FOOTPRINT, 16);
      queues.add(queue);
      devices.add(format.device(memory, queue.layout(i), new CountingNotifier()));
    }
    console = new MultiportQueues(devices, List.of(terminal, agent), new ProblemLog("console"));
  }

  private ConsolePort port(int number, PortSettings settings) {
    return new ConsolePort(number, settings, idle);
  }

  @BeforeEach
  void aTerminalIsThereAndTheDriverHasRoomForAnswers() {
    terminal.resize(new ConsoleSize(80, 25));
    terminal.setConnected(true);
    for (int i = 0; i < 12; i++) {
      queues.get(CONTROL_RECEIVE).add(writable(ANSWERS + (long) i * ANSWER_SIZE, ANSWER_SIZE));
    }
  }

  @Test
  void aReadyDriverIsToldOfEveryPort() {
    say(0, ControlEvent.DEVICE_READY, 1);

    assertThat(answers()).containsExactly("0 DEVICE_ADD 1", "1 DEVICE_ADD 1");
  }

  @Test
  void aTerminalSaysThatItIsOneWithItsSizeInColumnsAndRows() {
    say(0, ControlEvent.PORT_READY, 1);

    assertThat(answers())
        .containsExactly("0 CONSOLE_PORT 1", "0 RESIZE 0 [80, 0, 25, 0]", "0 PORT_OPEN 1");
  }

  @Test
  void aNamedPortThatNobodyIsAtTellsItsNameAndIsNotOpen() {
    say(AGENT, ControlEvent.PORT_READY, 1);

    assertThat(answers()).containsExactly("1 PORT_NAME 1 org.agent");
  }

  @Test
  void aPortOpensAndClosesWithWhoIsAtTheHostsEnd() {
    say(AGENT, ControlEvent.PORT_READY, 1);
    agent.setConnected(true);
    assertThat(answers()).containsExactly("1 PORT_NAME 1 org.agent", "1 PORT_OPEN 1");

    agent.setConnected(false);

    assertThat(answers()).containsExactly("1 PORT_OPEN 0");
  }

  @Test
  void theNextOneAtTheHostsEndIsToldApartFromTheLast() {
    agent.setConnected(true);
    say(AGENT, ControlEvent.PORT_READY, 1);
    assertThat(answers()).endsWith("1 PORT_OPEN 1");

    agent.setConnected(false);
    agent.setConnected(true);

    assertThat(answers()).containsExactly("1 PORT_OPEN 0", "1 PORT_OPEN 1");
  }

  @Test
  void aPortClosesOnlyAfterTheInputBeforeItIsWithTheGuest() {
    agent.setConnected(true);
    say(AGENT, ControlEvent.PORT_READY, 1);
    say(AGENT, ControlEvent.PORT_OPEN, 1);
    agent.offer(bytes("last words"));
    agent.setConnected(false);
    assertThat(answers()).doesNotContain("1 PORT_OPEN 0");

    queues.get(AGENT_RECEIVE).add(writable(DATA + 0x100, 16));

    assertThat(answers()).containsExactly("1 PORT_OPEN 0");
    assertThat(memory.text(DATA + 0x100, 10)).isEqualTo("last words");
  }

  @Test
  void inputWaitsUntilTheGuestHasOpenedThePort() {
    queues.get(AGENT_RECEIVE).add(writable(DATA + 0x100, 16));
    agent.offer(bytes("early"));
    drain();
    assertThat(queues.get(AGENT_RECEIVE).takeUsed()).isEmpty();

    say(AGENT, ControlEvent.PORT_OPEN, 1);

    assertThat(queues.get(AGENT_RECEIVE).takeUsed()).containsExactly(new DriverQueue.Used(0, 5));
    assertThat(memory.text(DATA + 0x100, 5)).isEqualTo("early");
  }

  @Test
  void whatAPortTransmitsIsItsOwnOutput() {
    memory.put(DATA + 0x100, "pong");
    queues.get(AGENT_TRANSMIT).add(readable(DATA + 0x100, 4));

    drain();

    assertThat(program.text()).isEqualTo("pong");
    assertThat(screen.text()).isEmpty();
  }

  @Test
  void aStoppedReaderOfOnePortDoesNotStopTheOthers() {
    queues.get(AGENT_TRANSMIT).add(readable(DATA, 5));
    queues.get(1).add(readable(DATA, 3));

    drain();

    assertThat(queues.get(AGENT_TRANSMIT).takeUsed()).isEmpty();
    assertThat(screen.text()).hasSize(3);
  }

  @Test
  void aTerminalOfAnotherSizeIsAnnouncedOnce() {
    say(0, ControlEvent.PORT_READY, 1);
    assertThat(answers()).hasSize(3);

    terminal.resize(new ConsoleSize(132, 50));

    assertThat(answers()).containsExactly("0 RESIZE 0 [-124, 0, 50, 0]");
  }

  @Test
  void aDriverThatAsksWithoutEndIsAnsweredOnceForEachBufferAtMost() {
    for (int i = 0; i < 1000; i++) {
      say(0, ControlEvent.DEVICE_READY, 1);
    }

    assertThat(queues.get(CONTROL_RECEIVE).takeUsed()).hasSize(12);
  }

  @Test
  void aPortThatTheDriverCannotUseIsLeftAlone() {
    say(AGENT, ControlEvent.PORT_READY, 0);
    agent.setConnected(true);

    assertThat(answers()).isEmpty();
  }

  @Test
  void aPortThatDoesNotExistIsIgnoredAndReportedOnce() {
    try (LogCapture log = LogCapture.start()) {
      say(2, ControlEvent.PORT_READY, 1);
      say(-1, ControlEvent.PORT_OPEN, 1);

      assertThat(answers()).isEmpty();
      assertThat(log.lines()).singleElement().asString().contains("a port that does not exist");
    }
  }

  @Test
  void anEventThatDoesNotExistIsIgnoredAndReportedOnce() {
    try (LogCapture log = LogCapture.start()) {
      transmit(new byte[] {0, 0, 0, 0, 8, 0, 1, 0});
      transmit(new byte[] {0, 0, 0, 0, -1, -1, 1, 0});

      assertThat(answers()).isEmpty();
      assertThat(log.lines()).singleElement().asString().contains("is not a driver's");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ControlEvent.class,
      names = {"DEVICE_ADD", "DEVICE_REMOVE", "CONSOLE_PORT", "RESIZE", "PORT_NAME"})
  void anEventOfTheDevicesIsIgnoredWhenTheDriverSendsIt(ControlEvent event) {
    try (LogCapture log = LogCapture.start()) {
      say(AGENT, event, 1);

      assertThat(answers()).isEmpty();
      assertThat(log.lines()).hasSize(1);
    }
  }

  @Test
  void aMessageThatIsTooShortIsIgnoredAndReported() {
    try (LogCapture log = LogCapture.start()) {
      transmit(new byte[ControlMessage.SIZE - 1]);

      assertThat(answers()).isEmpty();
      assertThat(log.lines()).singleElement().asString().contains("too short");
    }
  }

  @Test
  void anAnswerThatDoesNotFitIsCutAndReported() {
    QueueDriver narrow = format.driver(memory, DATA + QueueDriver.FOOTPRINT, 16);
    narrow.add(writable(ANSWERS, 4));
    console.replaceQueue(
        CONTROL_RECEIVE,
        format.device(memory, narrow.layout(CONTROL_RECEIVE), new CountingNotifier()));
    try (LogCapture log = LogCapture.start()) {
      say(AGENT, ControlEvent.PORT_READY, 1);

      assertThat(narrow.takeUsed()).containsExactly(new DriverQueue.Used(0, 4));
      assertThat(log.lines()).singleElement().asString().contains("buffer is too short");
    }
  }

  @Test
  void portsQueuesCanBeReplacedOneByOne() {
    queues.get(AGENT_TRANSMIT).add(readable(DATA, 1));
    queues.get(1).add(readable(DATA, 1));

    console.replaceQueue(AGENT_TRANSMIT, new DisabledQueue());
    drain();

    assertThat(program.text()).isEmpty();
    assertThat(screen.text()).hasSize(1);
  }

  private void say(int port, ControlEvent event, int value) {
    transmit(ControlMessage.encode(port, event, value));
  }

  private void transmit(byte[] message) {
    memory.put(DATA, message);
    queues.get(CONTROL_TRANSMIT).add(readable(DATA, message.length));
    drain();
    assertThat(queues.get(CONTROL_TRANSMIT).takeUsed()).hasSize(1);
  }

  private void drain() {
    int steps = 0;
    while (console.step()) {
      steps++;
    }
    assertThat(steps).isLessThan(30);
  }

  /** What the device has said since the last call: port, event, value, and what follows. */
  private List<String> answers() {
    drain();
    return queues.get(CONTROL_RECEIVE).takeUsed().stream().map(this::answer).toList();
  }

  private String answer(DriverQueue.Used used) {
    long at = ANSWERS + (long) nextAnswer++ * ANSWER_SIZE;
    ControlEvent event = ControlEvent.of(memory.get16(at + 4)).orElseThrow();
    byte[] rest = memory.bytes(at + ControlMessage.SIZE, used.length() - ControlMessage.SIZE);
    String start = "%d %s %d".formatted(memory.get32(at), event, memory.get16(at + 6));
    return switch (event) {
      case RESIZE -> start + " " + Arrays.toString(rest);
      case PORT_NAME -> start + " " + new String(rest, US_ASCII);
      default -> start;
    };
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }
}
