package io.jvmm.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.queue.DisabledQueue;
import io.jvmm.virtio.queue.Virtqueue;
import io.jvmm.vmm.Bell;
import io.jvmm.vmm.error.GuestException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DeviceWorkerTest {
  private final DeviceWorker worker = new DeviceWorker("test-io");
  private final Failures failures = new Failures();

  @AfterEach
  void stop() {
    worker.stop();
  }

  @Test
  void itLooksAtTheQueuesOnceByItself() throws InterruptedException {
    Semaphore steps = new Semaphore(0);
    worker.start(countingInto(steps), failures);
    steps.acquire();
  }

  @Test
  void everyKickIsFollowedByAStep() throws InterruptedException {
    Semaphore steps = new Semaphore(0);
    worker.start(countingInto(steps), failures);
    steps.acquire();
    for (int i = 0; i < 1000; i++) {
      worker.kick();
      steps.acquire();
    }
  }

  @Test
  void itWaitsAtAnotherBellThanItsOwn() throws InterruptedException {
    Semaphore rings = new Semaphore(0);
    Semaphore steps = new Semaphore(0);
    worker.waitAt(
        new Bell() {
          @Override
          public void ring() {
            rings.release();
          }

          @Override
          public void await() {
            rings.acquireUninterruptibly();
          }
        });
    worker.start(countingInto(steps), failures);
    steps.acquire();

    rings.release();
    steps.acquire();
    worker.kick();
    steps.acquire();
  }

  @Test
  void aFlightRecordingShowsTheWorkOfEachWakeUp(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("work.jfr");
    Semaphore waiting = new Semaphore(0);
    AtomicInteger left = new AtomicInteger(3);
    try (Recording recording = new Recording()) {
      recording.enable("jvmm.QueueWork").withoutThreshold();
      recording.start();
      worker.waitAt(bellThatTells(waiting));
      worker.start(() -> left.decrementAndGet() > 0, failures);
      waiting.acquire();
      recording.stop();
      recording.dump(file);
    }

    assertThat(RecordingFile.readAllEvents(file))
        .extracting(event -> event.getThread().getJavaName() + " " + event.getInt("steps"))
        .containsExactly("test-io 3");
  }

  /** Says when the worker waits. */
  private static Bell bellThatTells(Semaphore waiting) {
    Semaphore rings = new Semaphore(0);
    return new Bell() {
      @Override
      public void ring() {
        rings.release();
      }

      @Override
      public void await() {
        waiting.release();
        rings.acquireUninterruptibly();
      }
    };
  }

  @Test
  void itGoesOnAsLongAsThereIsMore() throws InterruptedException {
    AtomicInteger left = new AtomicInteger(100);
    CompletableFuture<String> thread = new CompletableFuture<>();
    worker.start(
        () -> {
          if (left.decrementAndGet() == 0) {
            thread.complete(Thread.currentThread().getName());
          }
          return left.get() > 0;
        },
        failures);
    assertThat(thread.join()).isEqualTo("test-io");
  }

  @Test
  void afterStopNoStepIsUnderWayAndNoneBegins() throws InterruptedException {
    AtomicInteger steps = new AtomicInteger();
    Semaphore started = new Semaphore(0);
    worker.start(
        () -> {
          steps.incrementAndGet();
          started.release();
          return true;
        },
        failures);
    started.acquire();

    worker.stop();
    int whenStopped = steps.get();
    worker.kick();

    assertThat(steps).hasValue(whenStopped);
  }

  @Test
  void itCanBeStartedAgain() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      Semaphore steps = new Semaphore(0);
      worker.start(countingInto(steps), failures);
      steps.acquire();
      worker.stop();
    }
  }

  @Test
  void theHandlerIsGivenAnotherQueueBetweenTwoSteps() throws InterruptedException {
    QueueCollector handler = new QueueCollector();
    worker.start(handler, failures);
    handler.steps.acquire();

    DisabledQueue queue = new DisabledQueue();
    worker.replaceQueue(1, queue);
    handler.steps.acquire();

    assertThat(handler.replaced).containsExactly(Map.entry(1, queue));
    assertThat(handler.overlaps).isFalse();
  }

  @Test
  void anIdleWorkerHasNoHandlerToGiveAQueueTo() {
    QueueCollector handler = new QueueCollector();
    worker.start(handler, failures);
    worker.stop();
    worker.replaceQueue(0, new DisabledQueue());
    assertThat(handler.replaced).isEmpty();
  }

  @Test
  void whatTheGuestDidIsPassedOn() throws InterruptedException {
    GuestException cause = new GuestException("bad ring");
    worker.start(
        () -> {
          throw cause;
        },
        failures);
    assertThat(failures.next()).isSameAs(cause);
  }

  @Test
  void soIsAnErrorOfTheJavaMachine() throws InterruptedException {
    worker.start(
        () -> {
          throw new StackOverflowError();
        },
        failures);
    assertThat(failures.next()).hasCauseInstanceOf(StackOverflowError.class);
  }

  @Test
  void aBugIsPassedOnToo() throws InterruptedException {
    worker.start(
        () -> {
          throw new IllegalStateException("bug");
        },
        failures);
    assertThat(failures.next()).isInstanceOf(IllegalStateException.class);
  }

  private static DeviceWorker.Handler countingInto(Semaphore steps) {
    return () -> {
      steps.release();
      return false;
    };
  }

  /** Steps without end, and notices if it is called from two threads at a time. */
  private static final class QueueCollector implements DeviceWorker.Handler {
    private final Semaphore steps = new Semaphore(0);
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicBoolean overlaps = new AtomicBoolean();
    private final List<Map.Entry<Integer, Virtqueue>> replaced = new ArrayList<>();

    @Override
    public boolean step() {
      enter();
      steps.release();
      busy.set(false);
      return true;
    }

    @Override
    public void replaceQueue(int index, Virtqueue queue) {
      enter();
      replaced.add(Map.entry(index, queue));
      steps.drainPermits();
      busy.set(false);
    }

    private void enter() {
      if (busy.getAndSet(true)) {
        overlaps.set(true);
      }
    }
  }

  private static final class Failures implements DeviceEvents {
    private final BlockingQueue<RuntimeException> causes = new LinkedBlockingQueue<>();

    @Override
    public void configurationChange() {
      throw new AssertionError("a worker changes no configuration");
    }

    @Override
    public void needsReset(RuntimeException cause) {
      causes.add(cause);
    }

    RuntimeException next() throws InterruptedException {
      return causes.take();
    }
  }
}
