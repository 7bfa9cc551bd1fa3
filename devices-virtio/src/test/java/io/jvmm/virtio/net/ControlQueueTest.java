package io.jvmm.virtio.net;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.DriverBuffer.writable;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.DriverQueue;
import io.jvmm.virtio.testkit.DriverQueue.Used;
import io.jvmm.vmm.spec.MacAddress;
import org.junit.jupiter.api.Test;

/** Virtio 1.3, 5.1.6.5. */
class ControlQueueTest {
  private static final long DATA = DriverMemory.BASE + 0x10000;
  private static final long ANSWER = DATA + 0x1000;
  private static final int STATUS_OFFSET = 6;

  private final DriverMemory memory = new DriverMemory();
  private final QueuePair pair = QueuePair.at(memory, DriverMemory.BASE, 16);
  private final DriverQueue driver = pair.driver();
  private final NetConfig config = new NetConfig(MacAddress.parse("02:00:00:00:00:01"), 1500, 2);
  private final FakeNetwork network = new FakeNetwork(2, NetOffload.ALL);
  private ControlQueue queue = queue(0);

  @Test
  void receiveModesAreAccepted() {
    assertThat(answer(0, 0, 1)).isEqualTo(ControlQueue.OK);
    assertThat(answer(0, 1, 1)).isEqualTo(ControlQueue.OK);
  }

  @Test
  void receiveModesThatWereNotOfferedAreNot() {
    assertThat(answer(0, 2, 1)).isEqualTo(ControlQueue.ERROR);
    assertThat(answer(0, 0x80, 1)).isEqualTo(ControlQueue.ERROR);
  }

  @Test
  void aFilterTableIsAcceptedWhateverItsLength() {
    assertThat(answer(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)).isEqualTo(ControlQueue.OK);
  }

  @Test
  void anotherAddressIsInTheConfigurationUntilAReset() {
    assertThat(answer(1, 1, 2, 0x12, 0x34, 0x56, 0x78, 0x9a)).isEqualTo(ControlQueue.OK);
    assertThat(address()).isEqualTo(0x9a_7856_3412_02L);

    config.reset();

    assertThat(address()).isEqualTo(0x01_0000_0000_02L);
  }

  @Test
  void aGroupsAddressIsRefused() {
    assertThat(answer(1, 1, 3, 0, 0, 0, 0, 1)).isEqualTo(ControlQueue.ERROR);
    assertThat(address()).isEqualTo(0x01_0000_0000_02L);
  }

  @Test
  void anAddressThatIsCutShortIsRefused() {
    assertThat(answer(1, 1, 2, 0, 0, 0, 0)).isEqualTo(ControlQueue.ERROR);
  }

  @Test
  void anAcknowledgedAnnouncementIsOver() {
    config.announce();
    assertThat(config.space().read(STATUS_OFFSET, 2)).isEqualTo(3);

    assertThat(answer(3, 0)).isEqualTo(ControlQueue.OK);

    assertThat(config.space().read(STATUS_OFFSET, 2)).isEqualTo(1);
  }

  @Test
  void theDriverChoosesHowManyPairsItUses() {
    queue = queue(NetDevice.F_MQ);
    assertThat(network.used()).isEqualTo(1);

    assertThat(answer(4, 0, 2, 0)).isEqualTo(ControlQueue.OK);

    assertThat(network.used()).isEqualTo(2);
  }

  @Test
  void pairsThatDoNotExistAreRefused() {
    queue = queue(NetDevice.F_MQ);

    assertThat(answer(4, 0, 0, 0)).isEqualTo(ControlQueue.ERROR);
    assertThat(answer(4, 0, 3, 0)).isEqualTo(ControlQueue.ERROR);
    assertThat(answer(4, 0, 2, 0x80)).isEqualTo(ControlQueue.ERROR);
    assertThat(answer(4, 0, 2)).isEqualTo(ControlQueue.ERROR);
    assertThat(network.used()).isEqualTo(1);
  }

  @Test
  void aDriverThatDoesNotKnowOfPairsHasOne() {
    assertThat(answer(4, 0, 1, 0)).isEqualTo(ControlQueue.ERROR);
  }

  @Test
  void theDriverChangesWhatItTakes() {
    queue = queue(NetDevice.F_CTRL_GUEST_OFFLOADS | NetOffload.GUEST_CSUM | NetOffload.GUEST_TSO4);
    assertThat(network.guestOffloads()).isEqualTo(NetOffload.GUEST_CSUM | NetOffload.GUEST_TSO4);

    assertThat(answer(5, 0, 2, 0, 0, 0, 0, 0, 0, 0)).isEqualTo(ControlQueue.OK);

    assertThat(network.guestOffloads()).isEqualTo(NetOffload.GUEST_CSUM);
  }

  @Test
  void offloadsThatWereNotNegotiatedAreRefused() {
    queue = queue(NetDevice.F_CTRL_GUEST_OFFLOADS | NetOffload.GUEST_CSUM);

    assertThat(answer(5, 0, 0x82, 0, 0, 0, 0, 0, 0, 0)).isEqualTo(ControlQueue.ERROR);
    assertThat(answer(5, 0, 0, 0)).isEqualTo(ControlQueue.ERROR);
    assertThat(network.guestOffloads()).isEqualTo(NetOffload.GUEST_CSUM);
  }

  @Test
  void whatIsNoCommandIsAnError() {
    assertThat(answer()).isEqualTo(ControlQueue.ERROR);
    assertThat(answer(0)).isEqualTo(ControlQueue.ERROR);
    assertThat(answer(0, 0)).isEqualTo(ControlQueue.ERROR);
    assertThat(answer(1, 7)).isEqualTo(ControlQueue.ERROR);
    assertThat(answer(3, 1)).isEqualTo(ControlQueue.ERROR);
    assertThat(answer(6, 0, 1)).isEqualTo(ControlQueue.ERROR);
    assertThat(answer(0xff, 0xff)).isEqualTo(ControlQueue.ERROR);
  }

  @Test
  void aCommandWithoutRoomForAnAnswerGetsNone() {
    driver.add(readable(DATA, 3));

    assertThat(queue.step()).isTrue();

    assertThat(driver.takeUsed()).containsExactly(new Used(0, 0));
  }

  private ControlQueue queue(long features) {
    Link link = NetContexts.unlimited().link();
    return new ControlQueue(pair.device(), config, new NetModes(network, link, features));
  }

  private byte answer(int... command) {
    for (int i = 0; i < command.length; i++) {
      memory.put(DATA + i, (byte) command[i]);
    }
    memory.put(ANSWER, (byte) 0x55);
    driver.add(readable(DATA, command.length), writable(ANSWER, 1));
    assertThat(queue.step()).isTrue();
    assertThat(driver.takeUsed()).extracting(Used::length).containsExactly(1);
    return memory.bytes(ANSWER, 1)[0];
  }

  private long address() {
    return config.space().read(0, MacAddress.BYTES);
  }
}
