package io.jvmm.virtio.queue;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.DriverBuffer.writable;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.testkit.CountingNotifier;
import io.jvmm.virtio.testkit.DriverBuffer;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.DriverQueue;
import io.jvmm.virtio.testkit.DriverQueue.Used;
import io.jvmm.virtio.testkit.PackedDriverQueue;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Virtio 1.3, 2.8: what a well-behaved driver of a packed queue relies on. */
class PackedQueueTest {
  private static final int SIZE = 5;
  private static final long DATA = DriverMemory.BASE + 0x10000;
  private static final long TABLE = DriverMemory.BASE + 0x20000;

  private final DriverMemory memory = new DriverMemory();
  private final PackedDriverQueue driver = new PackedDriverQueue(memory, DriverMemory.BASE, SIZE);
  private final CountingNotifier notifier = new CountingNotifier();
  private final DescriptorChain chain = new DescriptorChain();

  @Test
  @DisplayName("2.8.15: a descriptor is not used before its AVAIL bit has changed")
  void anEmptyRingGivesNothing() {
    assertThat(queue(0).poll(chain)).isFalse();
  }

  @Test
  @DisplayName("2.8.15: a descriptor that the device has used is not taken again")
  void aUsedDescriptorIsNotTakenAgain() {
    PackedQueue queue = queue(0);
    for (int i = 0; i < SIZE; i++) {
      useOneOn(queue);
    }
    assertThat(queue.poll(chain)).isFalse();
  }

  @Test
  @DisplayName("2.8.12: descriptors are processed in the order of the ring")
  void chainsComeInTheOrderOfTheRing() {
    memory.put(DATA, "abc");
    for (int i = 0; i < 3; i++) {
      driver.add(readable(DATA + i, 1));
    }
    PackedQueue queue = queue(0);

    assertThat(pollText(queue) + pollText(queue) + pollText(queue)).isEqualTo("abc");
  }

  @Test
  @DisplayName("2.8.18: descriptors of a list are used in the order in which they are linked")
  void aChainIsReadAcrossItsDescriptors() {
    memory.put(DATA, "hello, ");
    memory.put(DATA + 0x100, "world");
    driver.add(readable(DATA, 7), readable(DATA + 0x100, 5));

    assertThat(pollText(queue(0))).isEqualTo("hello, world");
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
  @DisplayName("2.8.6: the buffer's ID is that of the last descriptor, and comes back")
  void theIdOfTheLastDescriptorComesBack() {
    driver.descriptor(1, writable(DATA, 1), DriverQueue.WRITE | driver.wrapFlags(), 0xbeef);
    int first = DriverQueue.NEXT | driver.wrapFlags();
    driver.descriptor(0, readable(DATA, 1), first, 0x1234);

    PackedQueue queue = queue(0);
    queue.poll(chain);
    queue.complete(chain, 1);
    queue.publish();

    long ring = driver.layout(0).descriptorArea();
    assertThat(memory.get16(ring + 12)).isEqualTo(0xbeef);
    assertThat(memory.get32(ring + 8)).isEqualTo(1);
  }

  @Test
  @DisplayName("2.8.6: one used descriptor stands for the whole list, and its length is skipped")
  void aListIsUsedAsOne() {
    PackedQueue queue = queue(0);
    driver.add(readable(DATA, 1), readable(DATA, 1), writable(DATA, 4));
    driver.add(writable(DATA, 9));
    complete(queue, 4);
    complete(queue, 9);

    assertThat(driver.takeUsed()).containsExactly(new Used(0, 4), new Used(3, 9));
  }

  @Test
  @DisplayName("2.8.1: the wrap counter changes with every round, at any size")
  void theRingIsUsedRoundAfterRound() {
    PackedQueue queue = queue(0);
    for (int i = 0; i < 100; i++) {
      int head = driver.add(readable(DATA, 1), writable(DATA, 1));
      complete(queue, 1);
      assertThat(driver.takeUsed()).containsExactly(new Used(head, 1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 256, 1000, QueueLayout.MAX_SIZE})
  @DisplayName("2.8.10.1: a ring of any size can be full, and full again")
  void aRingOfAnySizeCanBeFull(int size) {
    PackedDriverQueue full = new PackedDriverQueue(memory, DriverMemory.BASE, size);
    PackedQueue queue = new PackedQueue(memory, full.layout(0), 0, notifier);
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < size; i++) {
        full.add(readable(DriverMemory.END - 1, 1));
      }
      for (int i = 0; i < size; i++) {
        complete(queue, 0);
      }
      assertThat(full.takeUsed()).hasSize(size);
    }
    assertThat(queue.poll(chain)).isFalse();
  }

  @Test
  @DisplayName("2.8.3, 2.8.4: a length is only there where something was written")
  void aBufferThatWasNotWrittenHasNoLength() {
    PackedQueue queue = queue(0);
    driver.add(readable(DATA, 8));
    driver.add(writable(DATA, 8));
    complete(queue, 0);
    complete(queue, 8);

    assertThat(driver.flags(0) & DriverQueue.WRITE).isZero();
    assertThat(driver.flags(1) & DriverQueue.WRITE).isNotZero();
  }

  @Test
  @DisplayName("2.8.12: used descriptors are written in the order of completion")
  void chainsMayBeCompletedInAnyOrder() {
    PackedQueue queue = queue(0);
    DescriptorChain second = new DescriptorChain();
    driver.add(writable(DATA, 1));
    driver.add(writable(DATA, 2));
    queue.poll(chain);
    queue.poll(second);

    queue.complete(second, 2);
    queue.complete(chain, 1);
    queue.publish();

    assertThat(driver.takeUsed()).containsExactly(new Used(1, 2), new Used(0, 1));
  }

  @Test
  @DisplayName("2.8.9: of a batch the first descriptor is marked used last")
  void nothingOfABatchIsSeenBeforeItIsPublished() {
    PackedQueue queue = queue(0);
    driver.add(writable(DATA, 1));
    driver.add(writable(DATA, 1));
    queue.poll(chain);
    queue.complete(chain, 1);
    queue.poll(chain);
    queue.complete(chain, 1);
    assertThat(driver.takeUsed()).isEmpty();

    queue.publish();

    assertThat(driver.takeUsed()).hasSize(2);
  }

  // 2.8.7: indirect descriptors

  @Test
  void aTableIsOneChainAndTakesOneDescriptor() {
    memory.put(DATA, "abcd");
    PackedQueue queue = queue(RingFeatures.INDIRECT_DESC);
    int head = driver.addIndirect(TABLE, readable(DATA, 2), readable(DATA + 2, 2));
    int next = driver.add(readable(DATA, 1));

    assertThat(pollText(queue)).isEqualTo("abcd");
    queue.complete(chain, 0);
    complete(queue, 0);

    assertThat(driver.takeUsed()).containsExactly(new Used(head, 0), new Used(next, 0));
  }

  @Test
  @DisplayName("2.8.7: of the flags in a table only WRITE counts")
  void otherFlagsInATableAreIgnored() {
    driver.addIndirect(TABLE, readable(DATA, 2), writable(DATA + 2, 3));
    memory.put16(TABLE + 14, DriverQueue.INDIRECT | DriverQueue.NEXT);
    memory.put16(TABLE + 16 + 14, DriverQueue.WRITE | DriverQueue.NEXT | DriverQueue.INDIRECT);

    queue(RingFeatures.INDIRECT_DESC).poll(chain);

    assertThat(chain.readable().remaining()).isEqualTo(2);
    assertThat(chain.writable().remaining()).isEqualTo(3);
  }

  @Test
  @DisplayName("2.8.7: WRITE is ignored in the descriptor that refers to a table")
  void theWriteFlagOfATableIsIgnored() {
    memory.put(DATA, "ab");
    driver.writeTable(TABLE, readable(DATA, 2));
    int flags = DriverQueue.INDIRECT | DriverQueue.WRITE | driver.wrapFlags();
    driver.descriptor(0, readable(TABLE, 16), flags, 0);

    assertThat(pollText(queue(RingFeatures.INDIRECT_DESC))).isEqualTo("ab");
  }

  @Test
  void aTableMayBeLongerThanTheRing() {
    DriverBuffer[] pieces = new DriverBuffer[4 * SIZE];
    Arrays.fill(pieces, readable(DATA, 1));
    driver.addIndirect(TABLE, pieces);

    queue(RingFeatures.INDIRECT_DESC).poll(chain);

    assertThat(chain.readable().remaining()).isEqualTo(4 * SIZE);
  }

  // 2.8.10: used buffer notification suppression

  @Test
  void aUsedBufferNotifiesTheDriverUnlessItIsDisabled() {
    PackedQueue queue = queue(0);
    useOneOn(queue);
    assertThat(notifier.usedBuffers()).isEqualTo(1);

    driver.suppressNotifications();
    useOneOn(queue);
    assertThat(notifier.usedBuffers()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {PackedDriverQueue.EVENTS_AT_DESCRIPTOR, 3})
  @DisplayName("2.8.10: flags that were not negotiated, or are reserved, suppress nothing")
  void flagsThatMeanNothingSuppressNothing(int flags) {
    PackedQueue queue = queue(0);
    driver.driverEvents(SIZE - 1, flags);
    useOneOn(queue);
    assertThat(notifier.usedBuffers()).isEqualTo(1);
  }

  @Test
  void onlyTheNamedDescriptorNotifies() {
    PackedQueue queue = queue(RingFeatures.EVENT_IDX);
    driver.driverEvents(1 | PackedDriverQueue.EVENT_WRAP, PackedDriverQueue.EVENTS_AT_DESCRIPTOR);
    for (int i = 0; i < SIZE; i++) {
      useOneOn(queue);
    }
    assertThat(notifier.usedBuffers()).isEqualTo(1);
  }

  @Test
  void theNamedDescriptorIsToldApartFromThatOfAnotherRound() {
    PackedQueue queue = queue(RingFeatures.EVENT_IDX);
    driver.driverEvents(1, PackedDriverQueue.EVENTS_AT_DESCRIPTOR);
    for (int i = 0; i < SIZE + 1; i++) {
      useOneOn(queue);
    }
    assertThat(notifier.usedBuffers()).isZero();
    useOneOn(queue);
    assertThat(notifier.usedBuffers()).isEqualTo(1);
  }

  @Test
  void aBatchThatPassesTheNamedDescriptorNotifiesOnce() {
    PackedQueue queue = queue(RingFeatures.EVENT_IDX);
    driver.driverEvents(2 | PackedDriverQueue.EVENT_WRAP, PackedDriverQueue.EVENTS_AT_DESCRIPTOR);
    for (int i = 0; i < SIZE; i++) {
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

  // 2.8.10: available buffer notification suppression

  @Test
  void notificationsAreDisabledWhileTheDeviceWorks() {
    PackedQueue queue = queue(0);
    driver.add(readable(DATA, 1));

    queue.poll(chain);
    assertThat(driver.deviceEventFlags()).isEqualTo(PackedDriverQueue.EVENTS_DISABLED);
    assertThat(queue.enableNotifications()).isFalse();
    assertThat(driver.deviceEventFlags()).isZero();
  }

  @Test
  void withEventIndicesTheNextDescriptorIsNamed() {
    PackedQueue queue = queue(RingFeatures.EVENT_IDX);
    driver.add(readable(DATA, 1), readable(DATA, 1));
    queue.poll(chain);

    queue.enableNotifications();

    assertThat(driver.deviceEventFlags()).isEqualTo(PackedDriverQueue.EVENTS_AT_DESCRIPTOR);
    assertThat(driver.deviceEvent()).isEqualTo(2 | PackedDriverQueue.EVENT_WRAP);
  }

  @Test
  void theNamedDescriptorOfTheNextRoundHasTheOtherWrapCounter() {
    PackedQueue queue = queue(RingFeatures.EVENT_IDX);
    for (int i = 0; i < SIZE; i++) {
      useOneOn(queue);
    }

    queue.enableNotifications();

    assertThat(driver.deviceEvent()).isZero();
  }

  @Test
  void buffersThatCameMeanwhileAreNotMissed() {
    PackedQueue queue = queue(0);
    queue.poll(chain);
    driver.add(readable(DATA, 1));

    assertThat(queue.enableNotifications()).isTrue();
  }

  private PackedQueue queue(long features) {
    return new PackedQueue(memory, driver.layout(0), features, notifier);
  }

  private void useOneOn(PackedQueue queue) {
    driver.add(readable(DATA, 1));
    complete(queue, 0);
    driver.takeUsed();
  }

  private void complete(PackedQueue queue, long written) {
    assertThat(queue.poll(chain)).isTrue();
    queue.complete(chain, written);
    queue.publish();
  }

  private String pollText(PackedQueue queue) {
    assertThat(queue.poll(chain)).isTrue();
    MemorySegment bytes = MemorySegment.ofArray(new byte[(int) chain.readable().remaining()]);
    chain.readable().copyTo(bytes);
    return new String(bytes.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
  }
}
