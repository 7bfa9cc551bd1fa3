package io.jvmm.virtio.console;

import io.jvmm.virtio.DeviceWorker;
import io.jvmm.virtio.ProblemLog;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.TimeUnit;

/**
 * The thread that writes the guest's output to the host. A host terminal that is stopped stops this
 * thread, then the queue, then the guest's program; never a vCPU within the monitor.
 */
final class OutputWriter implements Runnable {
  private static final int CHUNK = 8192;

  private final BytePipe pipe;
  private final WritableByteChannel output;
  private final DeviceWorker producer;
  private final ProblemLog problems;
  private final Thread thread;
  private boolean started; // guarded by this
  private boolean broken; // own thread only

  OutputWriter(String device, BytePipe pipe, WritableByteChannel output, DeviceWorker producer) {
    this.pipe = pipe;
    this.output = output;
    this.producer = producer;
    this.problems = new ProblemLog(device);
    this.thread = new Thread(this, device.concat("-out"));
    thread.setDaemon(true);
  }

  /** Starts the thread, unless it was started before. */
  synchronized void start() {
    if (!started) {
      started = true;
      thread.start();
    }
  }

  /**
   * Waits until the thread has written what is left in its pipe, which is closed, and ends; gives
   * up on a host that takes nothing until the deadline, a {@link System#nanoTime}.
   */
  void awaitEnd(long deadlineNanos) {
    try {
      TimeUnit.NANOSECONDS.timedJoin(thread, deadlineNanos - System.nanoTime());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    try {
      while (pipe.awaitBytes()) {
        int length = pipe.poll(MemorySegment.ofBuffer(chunk.clear()));
        if (pipe.takeSenderWaits()) {
          producer.kick();
        }
        write(chunk.limit(length));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(ByteBuffer chunk) {
    try {
      while (chunk.hasRemaining() && !broken) {
        output.write(chunk);
      }
    } catch (IOException e) {
      broken = true;
      problems.warn(
          "cannot write the guest's output (%s); it is thrown away from here on".formatted(e));
    }
  }
}
