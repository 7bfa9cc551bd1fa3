package io.jvmm.monitor.console;

import io.jvmm.virtio.ProblemLog;
import io.jvmm.virtio.console.PortOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;

/**
 * Carries guest output to the user. Who prints leaves bytes in a buffer and goes on; a thread of
 * its own writes what has gathered, so that many small prints become few system calls. When the
 * user's end does not take it, the buffer fills, and printing waits: nothing is lost. Once the
 * user's end is gone (a closed pipe, a full disk), which is reported, output is thrown away and the
 * machine runs on. Outlives the machine. Safe for use by any thread.
 */
public final class ConsoleOutput implements PortOutput, AutoCloseable {
  private static final int CAPACITY = 1 << 16;
  private static final int DRAIN_MILLIS = 2_000;

  private final OutputStream out;
  private final ProblemLog problems;
  private final Thread writer;
  private byte[] gathering = new byte[CAPACITY]; // guarded by this
  private byte[] writing = new byte[CAPACITY]; // owned by the writer; swapped under this
  private int gathered; // guarded by this
  private Optional<Runnable> waiting = Optional.empty(); // for room; guarded by this
  private boolean closed; // guarded by this
  private boolean gone; // guarded by this

  /**
   * Starts carrying to {@code out}, which is flushed after each write and never closed.
   *
   * @param name whose output it is, for the log and the name of the thread that writes
   */
  public ConsoleOutput(String name, OutputStream out) {
    this.out = out;
    this.problems = new ProblemLog(name);
    this.writer = Thread.ofPlatform().daemon().name(name + "-output").unstarted(this::carry);
    writer.start();
  }

  /** Leaves one byte to be written; waits for room. */
  public synchronized void write(byte value) {
    if (awaitRoom()) {
      gathering[gathered++] = value;
      notifyAll();
    }
  }

  /** Waits for room; false if the byte is to be thrown away. */
  private synchronized boolean awaitRoom() {
    try {
      while (gathered == CAPACITY && !isDeaf()) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return !isDeaf();
  }

  /** Whether output is thrown away. */
  private synchronized boolean isDeaf() {
    return gone || closed;
  }

  /** Only one at a time, the last, is told of room. */
  @Override
  public synchronized void offer(ByteBuffer bytes, Runnable room) {
    if (isDeaf()) {
      bytes.position(bytes.limit());
      return;
    }
    int taken = Math.min(bytes.remaining(), CAPACITY - gathered);
    bytes.get(gathering, gathered, taken);
    gathered += taken;
    waiting = bytes.hasRemaining() ? Optional.of(room) : Optional.empty();
    notifyAll();
  }

  /** Writes out what was left, for at most two seconds if the user's end is stuck, and ends. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      writer.join(DRAIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void carry() {
    try {
      for (int length = take(); length > 0; length = take()) {
        tellOfRoom();
        out.write(writing, 0, length);
        out.flush();
      }
    } catch (ClosedChannelException e) {
      giveUp(); // nobody came while the port was open
    } catch (IOException e) {
      problems.warn(
          "cannot write the guest's output (%s); it is thrown away from here on".formatted(e));
      giveUp();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      giveUp();
    }
  }

  private void giveUp() {
    synchronized (this) {
      gone = true;
      notifyAll();
    }
    tellOfRoom();
  }

  /** Not under this monitor: who is told may have his own, and hold it while he offers. */
  private void tellOfRoom() {
    Optional<Runnable> told;
    synchronized (this) {
      told = waiting;
      waiting = Optional.empty();
    }
    told.ifPresent(Runnable::run);
  }

  /** Takes everything gathered; 0 when closed and nothing is left. */
  private synchronized int take() throws InterruptedException {
    while (gathered == 0 && !closed) {
      wait();
    }
    byte[] full = gathering;
    gathering = writing;
    writing = full;
    int length = gathered;
    gathered = 0;
    notifyAll();
    return length;
  }
}
