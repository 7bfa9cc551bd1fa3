package io.jvmm.linux.uring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jvmm.linux.EventCounter;
import io.jvmm.linux.IoVector;
import io.jvmm.linux.SystemError;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.error.InternalException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A ring of this machine's kernel, and a file. Left out where the kernel does not give rings. */
@Timeout(60)
class RingTest {
  private static final int REQUESTS = 8;
  private static final int BLOCK = 512;

  @TempDir private Path directory;
  private final Arena arena = Arena.ofShared();

  @BeforeEach
  void needRings() {
    assumeThat(Ring.obstacle(REQUESTS)).as("what keeps io_uring from this process").isEmpty();
  }

  @AfterEach
  void freeMemory() {
    arena.close();
  }

  @Test
  void aBatchIsSubmittedTogetherAndEachRequestEndsOnce() throws IOException {
    byte[] contents = random(REQUESTS * BLOCK);
    try (RingFile file = file("".getBytes(US_ASCII));
        Ring ring = Ring.open(REQUESTS)) {
      for (int i = 0; i < REQUESTS; i++) {
        ring.write(file, vector(slice(contents, i)), (long) i * BLOCK, 100 + i);
      }

      assertThat(results(ring, REQUESTS)).hasSize(REQUESTS).containsValue(BLOCK).containsKey(107L);

      assertThat(ring.inFlight()).isZero();
    }
    assertThat(Files.readAllBytes(image())).isEqualTo(contents);
  }

  @Test
  void onePieceAfterTheOtherIsFilled() throws IOException {
    MemorySegment first = arena.allocate(3);
    MemorySegment second = arena.allocate(7);
    try (RingFile file = file("0123456789".getBytes(US_ASCII));
        Ring ring = Ring.open(REQUESTS)) {
      ring.read(file, vector(first, second), 0, 1);

      assertThat(results(ring, 1)).isEqualTo(Map.of(1L, 10));
    }
    assertThat(text(first) + "|" + text(second)).isEqualTo("012|3456789");
  }

  @Test
  void aReadThatReachesTheEndIsShortAndOnePastItMovesNothing() throws IOException {
    MemorySegment memory = arena.allocate(10);
    try (RingFile file = file("abc".getBytes(US_ASCII));
        Ring ring = Ring.open(REQUESTS)) {
      ring.read(file, vector(memory), 1, 1);
      ring.read(file, vector(memory), 3, 2);

      assertThat(results(ring, 2)).isEqualTo(Map.of(1L, 2, 2L, 0));
    }
  }

  @Test
  void theRestOfAVectorIsReadWhereTheFirstPartEnded() throws IOException {
    MemorySegment first = arena.allocate(3);
    MemorySegment second = arena.allocate(3);
    IoVector rest = vector(first, second);
    rest.advance(4);
    try (RingFile file = file("xy".getBytes(US_ASCII));
        Ring ring = Ring.open(REQUESTS)) {
      ring.read(file, rest, 0, 1);

      assertThat(results(ring, 1)).isEqualTo(Map.of(1L, 2));
    }
    assertThat(text(first) + "|" + text(second)).isEqualTo("\0\0\0|\0xy");
  }

  @Test
  void whatFailsEndsWithTheErrorsNumber() throws IOException {
    Files.write(image(), new byte[BLOCK]);
    try (RingFile file = RingFile.open(image(), true, false);
        Ring ring = Ring.open(REQUESTS)) {
      ring.write(file, vector(arena.allocate(BLOCK)), 0, 1);

      Map<Long, Integer> results = results(ring, 1);

      assertThat(results.values())
          .extracting(result -> SystemError.text(-result))
          .containsExactly("Bad file descriptor");
    }
  }

  @Test
  void aFlushEndsWithoutAnError() throws IOException {
    try (RingFile file = file(new byte[BLOCK]);
        Ring ring = Ring.open(REQUESTS)) {
      ring.flush(file, 1);

      assertThat(results(ring, 1)).isEqualTo(Map.of(1L, 0));
    }
  }

  @Test
  void aFullRingTakesNoMoreUntilSomeAreTakenBack() throws IOException {
    try (RingFile file = file(new byte[BLOCK]);
        Ring ring = Ring.open(REQUESTS)) {
      for (int i = 0; i < REQUESTS; i++) {
        ring.flush(file, i);
      }
      assertThat(ring.hasRoom()).isFalse();
      assertThatThrownBy(() -> ring.flush(file, 99)).isInstanceOf(InternalException.class);

      results(ring, REQUESTS);

      assertThat(ring.hasRoom()).isTrue();
    }
  }

  @Test
  void tokensAndPlacesComeAroundManyTimes() throws IOException {
    try (RingFile file = file(new byte[BLOCK]);
        Ring ring = Ring.open(REQUESTS)) {
      for (long token = 0; token < 1000; token++) {
        ring.read(file, vector(arena.allocate(1)), 0, token);
        assertThat(results(ring, 1)).isEqualTo(Map.of(token, 1));
      }
    }
  }

  @Test
  void batchesOfAnySizeComeBackWhole() throws IOException {
    Random random = new Random(3);
    try (RingFile file = file(new byte[BLOCK]);
        Ring ring = Ring.open(256)) {
      IoVector target = vector(arena.allocate(BLOCK));
      for (long first = 1; first < 100_000; first += 1000) {
        Map<Long, Integer> expected = new TreeMap<>();
        long last = first + 1 + random.nextInt(256);
        for (long token = first; token < last; token++) {
          ring.read(file, target, 0, token);
          expected.put(token, BLOCK);
        }
        assertThat(results(ring, expected.size())).isEqualTo(expected);
      }
    }
  }

  @Test
  void aCompletionRingsTheArmedBell() throws IOException {
    try (RingFile file = file(new byte[BLOCK]);
        EventCounter bell = EventCounter.create();
        Ring ring = Ring.open(REQUESTS)) {
      ring.ringAtCompletions(bell.number());
      ring.flush(file, 1);
      ring.submit();

      if (!ring.arm()) {
        bell.await();
      }

      assertThat(ring.reap((_, _) -> {})).isEqualTo(1);
    }
  }

  @Test
  void whoArmsTheBellHearsOfWhatEndedBefore() throws IOException {
    try (RingFile file = file(new byte[BLOCK]);
        EventCounter bell = EventCounter.create();
        Ring ring = Ring.open(REQUESTS)) {
      ring.ringAtCompletions(bell.number());
      ring.flush(file, 1);
      ring.await();

      assertThat(ring.arm()).isTrue();
    }
  }

  @Test
  void aRequestThatEndsMayBeFollowedByAnother() throws IOException {
    try (RingFile file = file(new byte[BLOCK]);
        Ring ring = Ring.open(1)) {
      ring.flush(file, 1);
      ring.await();

      ring.reap((_, _) -> ring.flush(file, 2));

      assertThat(results(ring, 1)).containsOnlyKeys(2L);
    }
  }

  @Test
  void aRingThatCannotBeIsExplained() {
    assertThatThrownBy(() -> Ring.open(0))
        .isInstanceOf(HostException.class)
        .hasMessageStartingWith("io_uring_setup(0 requests) failed with EINVAL (22): ");
    assertThat(Ring.obstacle(0)).isPresent();
  }

  @Test
  void closingTwiceDoesNothing() {
    Ring ring = Ring.open(REQUESTS);
    ring.close();
    ring.close();
  }

  private static Map<Long, Integer> results(Ring ring, int count) {
    Map<Long, Integer> results = new TreeMap<>();
    for (int taken = 0; taken < count; ) {
      ring.await();
      taken += ring.reap((token, result) -> assertThat(results.put(token, result)).isNull());
    }
    return results;
  }

  private IoVector vector(MemorySegment... pieces) {
    IoVector vector = new IoVector(arena);
    for (MemorySegment piece : pieces) {
      vector.add(piece);
    }
    return vector;
  }

  private MemorySegment slice(byte[] contents, int block) {
    MemorySegment memory = arena.allocate(BLOCK);
    MemorySegment.copy(contents, block * BLOCK, memory, ValueLayout.JAVA_BYTE, 0, BLOCK);
    return memory;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static String text(MemorySegment memory) {
    return new String(memory.toArray(ValueLayout.JAVA_BYTE), US_ASCII);
  }

  private RingFile file(byte[] contents) throws IOException {
    Files.write(image(), contents);
    return RingFile.open(image(), false, false);
  }

  private Path image() {
    return directory.resolve("image");
  }
}
