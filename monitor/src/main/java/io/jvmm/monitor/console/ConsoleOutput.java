package io.jvmm.monitor.console;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Carries guest output to the user. A vCPU that prints a byte leaves it in a buffer and goes on; a
 * thread of its own writes what has gathered, so that many small prints become few system calls.
 * When the user's end does not take it, the buffer fills and printing waits: nothing is lost. Once
 * the user's end is gone (a closed pipe), output is thrown away and the machine runs on.
 */
public final class ConsoleOutput implements AutoCloseable {
  private static final int CAPACITY = 1 << 16;
  private static final int DRAIN_MILLIS = 2_000;

  private final OutputStream out;
  private final Thread writer;
  private byte[] gathering = new byte[CAPACITY]; // guarded by this
  private byte[] writing = new byte[CAPACITY]; // owned by the writer; swapped under this
  private int gathered; // guarded by this
  private boolean closed; // guarded by this
  private boolean gone; // guarded by this

  /**
   * Starts carrying to {@code out}, which is flushed after each write and never closed.
   *
   * @param thread the name of the thread that writes
   */
  public ConsoleOutput(String thread, OutputStream out) {
    this.out = out;
    this.writer = Thread.ofPlatform().daemon().name(thread).unstarted(this::carry);
    writer.start();
  }

  /** Leaves one byte to be written. */
  public synchronized void write(byte value) {
    if (awaitRoom()) {
      gathering[gathered++] = value;
      notifyAll();
    }
  }

  /** Leaves bytes to be written. */
  public synchronized void write(byte[] bytes, int offset, int length) {
    int from = offset;
    while (from < offset + length && awaitRoom()) {
      int chunk = Math.min(offset + length - from, CAPACITY - gathered);
      System.arraycopy(bytes, from, gathering, gathered, chunk);
      gathered += chunk;
      from += chunk;
      notifyAll();
    }
  }

  /** Waits for room; false if the bytes are to be thrown away. */
  private synchronized boolean awaitRoom() {
    try {
      while (gathered == CAPACITY && !gone && !closed) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return !gone && !closed;
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
        out.write(writing, 0, length);
        out.flush();
      }
    } catch (IOException e) {
      giveUp();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      giveUp();
    }
  }

  private synchronized void giveUp() {
    gone = true;
    notifyAll();
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
