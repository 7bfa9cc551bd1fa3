package io.jvmm.virtio.queue;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.DriverBuffer.writable;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.testkit.CountingNotifier;
import io.jvmm.virtio.testkit.DriverBuffer;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.DriverQueue;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Virtio 1.3, 2.7: what a well-behaved driver relies on. */
class SplitQueueTest {
  private static final int SIZE = 8;
  private static final long DATA = DriverMemory.BASE + 0x10000;

  private final DriverMemory memory = new DriverMemory();
  private final DriverQueue driver = new DriverQueue(memory, DriverMemory.BASE, SIZE);
  private final CountingNotifier notifier = new CountingNotifier();
  private final DescriptorChain chain = new DescriptorChain();

  @Test
  void anEmptyQueueGivesNothing() {
    assertThat(queue(0).poll(chain)).isFalse();
  }

  @Test
  @DisplayName("2.7.4.1: how a message is cut into descriptors does not matter")
  void aChainIsReadAcrossItsDescriptors() {
    memory.put(DATA, "hello, ");
    memory.put(DATA + 0x100, "world");
    driver.add(readable(DATA, 7), readable(DATA + 0x100, 5));

    assertThat(queue(0).poll(chain)).isTrue();

    assertThat(text(chain.readable())).isEqualTo("hello, world");
    assertThat(chain.writable().remaining()).isZero();
  }

  @Test
  void writableBuffersFollowReadableOnes() {
    driver.add(readable(DATA, 4), writable(DATA + 0x100, 3), writable(DATA + 0x200, 3));
    queue(0).poll(chain);

    chain.writable().copyFrom(MemorySegment.ofArray(new byte[] {'a', 'b', 'c', 'd', 'e', 'f'}));

    assertThat(memory.text(DATA + 0x100, 3)).isEqualTo("abc");
    assertThat(memory.text(DATA + 0x200, 3)).isEqualTo("def");
  }

  @Test
  @DisplayName("2.7.5.3.2: ordinary descriptors may be followed by one that refers to a table")
  void anIndirectTableMayEndAChainOfOrdinaryDescriptors() {
    memory.put(DATA, "abcdef");
    long table = DATA + 0x1000;
    driver.writeTable(table, readable(DATA + 2, 2), readable(DATA + 4, 2));
    driver.descriptor(0, DATA, 2, DriverQueue.NEXT, 1);
    driver.descriptor(1, table, 32, DriverQueue.INDIRECT, 0);
    driver.makeAvailable(0);

    queue(RingFeatures.INDIRECT_DESC).poll(chain);

    assertThat(text(chain.readable())).isEqualTo("abcdef");
  }

  @Test
  @DisplayName("2.7.5.3.2: WRITE is ignored in the descriptor that refers to a table")
  void theWriteFlagOfAnIndirectTableIsIgnored() {
    memory.put(DATA, "ab");
    driver.writeTable(DATA + 0x1000, readable(DATA, 2));
    driver.descriptor(0, DATA + 0x1000, 16, DriverQueue.INDIRECT | DriverQueue.WRITE, 0);
    driver.makeAvailable(0);

    queue(RingFeatures.INDIRECT_DESC).poll(chain);

    assertThat(text(chain.readable())).isEqualTo("ab");
  }

  @Test
  void anIndirectTableMayBeLongerThanTheQueue() {
    DriverBuffer[] pieces = new DriverBuffer[4 * SIZE];
    Arrays.fill(pieces, readable(DATA, 3));
    driver.addIndirect(DATA + 0x1000, pieces);

    queue(RingFeatures.INDIRECT_DESC).poll(chain);

    assertThat(chain.readable().remaining()).isEqualTo(12 * SIZE);
  }

  @Test
  @DisplayName("2.7.8.2: the length is there before the index says so")
  void whatIsCompletedIsSeenOnlyWhenPublished() {
    int head = driver.add(writable(DATA, 16));
    SplitQueue queue = queue(0);
    queue.poll(chain);

    queue.complete(chain, 5);
    assertThat(driver.takeUsed()).isEmpty();
    queue.publish();

    assertThat(driver.takeUsed()).containsExactly(new DriverQueue.Used(head, 5));
  }

  @Test
  void aQueueGoesRoundMoreOftenThanItsIndexCounts() {
    SplitQueue queue = queue(RingFeatures.EVENT_IDX);

    for (int i = 0; i < 70_000; i++) {
      driver.add(readable(DATA, 1));
      queue.poll(chain);
      queue.complete(chain, 0);
      queue.publish();
    }

    assertThat(driver.usedIndex()).isEqualTo(70_000 - 65_536);
    assertThat(queue.poll(chain)).isFalse();
  }

  @Test
  void aFullRingIsTakenInOrder() {
    for (int i = 0; i < SIZE; i++) {
      driver.add(readable(DATA + i, 1));
    }
    memory.put(DATA, "abcdefgh");
    SplitQueue queue = queue(0);
    StringBuilder taken = new StringBuilder();

    while (queue.poll(chain)) {
      taken.append(text(chain.readable()));
    }

    assertThat(taken).hasToString("abcdefgh");
  }

  @Test
  @DisplayName("2.7.7.2: without EVENT_IDX used_event is ignored")
  void withoutEventIndicesUsedEventIsIgnored() {
    driver.usedEvent(5);
    useOneOn(queue(0));
    assertThat(notifier.usedBuffers()).isEqualTo(1);
  }

  @Test
  @DisplayName("2.7.5.1: no entry of the descriptor table is written")
  void theDescriptorTableStaysAsItIs() {
    long table = driver.layout(0).descriptorArea();
    driver.add(readable(DATA, 1), writable(DATA, 1));
    byte[] before = memory.bytes(table, 16 * SIZE);

    SplitQueue queue = queue(0);
    queue.poll(chain);
    queue.complete(chain, 1);
    queue.publish();

    assertThat(memory.bytes(table, 16 * SIZE)).isEqualTo(before);
  }

  // 2.7.7: used buffer notification suppression

  @Test
  @DisplayName("2.7.7.2: without EVENT_IDX and with flags 0 a notification is sent")
  void theDriverIsNotifiedUnlessItsFlagForbids() {
    useOneOn(queue(0));
    assertThat(notifier.usedBuffers()).isEqualTo(1);
  }

  @Test
  @DisplayName("2.7.7.2: without EVENT_IDX and with flags 1 none is sent")
  void theDriversFlagSuppressesNotifications() {
    driver.availableFlags(1);
    useOneOn(queue(0));
    assertThat(notifier.usedBuffers()).isZero();
  }

  @Test
  @DisplayName("2.7.7.2: with EVENT_IDX the flag is ignored")
  void withEventIndicesTheFlagIsIgnored() {
    driver.availableFlags(1);
    useOneOn(queue(RingFeatures.EVENT_IDX));
    assertThat(notifier.usedBuffers()).isEqualTo(1);
  }

  @Test
  @DisplayName("2.7.7.2: with EVENT_IDX the element that used_event names notifies, and no other")
  void withEventIndicesOnlyTheNamedElementNotifies() {
    SplitQueue queue = queue(RingFeatures.EVENT_IDX);
    driver.usedEvent(2);

    useOneOn(queue);
    useOneOn(queue);
    assertThat(notifier.usedBuffers()).isZero();
    useOneOn(queue);
    assertThat(notifier.usedBuffers()).isEqualTo(1);
    useOneOn(queue);
    assertThat(notifier.usedBuffers()).isEqualTo(1);
  }

  @Test
  void aBatchThatContainsTheNamedElementNotifiesOnce() {
    SplitQueue queue = queue(RingFeatures.EVENT_IDX);
    driver.usedEvent(1);
    for (int i = 0; i < 4; i++) {
      driver.add(readable(DATA, 1));
      queue.poll(chain);
      queue.complete(chain, 0);
    }

    queue.publish();

    assertThat(notifier.usedBuffers()).isEqualTo(1);
  }

  @Test
  void publishingNothingNotifiesNobody() {
    queue(0).publish();
    assertThat(notifier.usedBuffers()).isZero();
  }

  // 2.7.10: available buffer notification suppression

  @Test
  @DisplayName("2.7.10.1: without EVENT_IDX the flags are 0 or 1")
  void theFlagSuppressesNotificationsWhileTheDeviceWorks() {
    SplitQueue queue = queue(0);
    driver.add(readable(DATA, 1));

    queue.poll(chain);
    assertThat(driver.usedFlags()).isEqualTo(1);
    assertThat(queue.enableNotifications()).isFalse();
    assertThat(driver.usedFlags()).isZero();
  }

  @Test
  @DisplayName("2.7.10.1: with EVENT_IDX the flags are 0, and avail_event names the next element")
  void withEventIndicesTheNextElementIsNamed() {
    SplitQueue queue = queue(RingFeatures.EVENT_IDX);
    driver.add(readable(DATA, 1));
    queue.poll(chain);

    queue.enableNotifications();

    assertThat(driver.availableEvent()).isEqualTo(1);
    assertThat(driver.usedFlags()).isZero();
  }

  @Test
  void buffersThatCameMeanwhileAreNotMissed() {
    SplitQueue queue = queue(0);
    queue.poll(chain);
    driver.add(readable(DATA, 1));

    assertThat(queue.enableNotifications()).isTrue();
  }

  private SplitQueue queue(long features) {
    return new SplitQueue(memory, driver.layout(0), features, notifier);
  }

  private void useOneOn(SplitQueue queue) {
    driver.add(readable(DATA, 1));
    queue.poll(chain);
    queue.complete(chain, 0);
    queue.publish();
  }

  private static String text(BufferCursor cursor) {
    MemorySegment bytes = MemorySegment.ofArray(new byte[(int) cursor.remaining()]);
    cursor.copyTo(bytes);
    return new String(bytes.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
  }
}
