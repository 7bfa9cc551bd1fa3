package io.jvmm.virtio.net;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A bounded queue of frames between two threads. Closed to begin with, when it throws away what
 * comes; open, it makes the sender wait for room; ended, for good, it wakes who waits. Safe for use
 * by any thread.
 */
final class FrameQueue {
  /** The most bytes that wait, unless one frame alone has more. */
  static final int MAX_BYTES = 1 << 20;

  /** The most frames that wait. */
  static final int MAX_FRAMES = 1024;

  // All guarded by this.
  private final Deque<byte[]> frames = new ArrayDeque<>();
  private long bytes;
  private boolean open;
  private boolean ended;
  private boolean senderWaits; // since offer found no room
  private long discarded;

  /** Takes frames from now on. */
  synchronized void open() {
    open = !ended;
  }

  /** Throws away what is in it, and what comes until it is opened again. */
  synchronized void close() {
    open = false;
    discarded += frames.size();
    frames.clear();
    bytes = 0;
    notifyAll();
  }

  /** Closes it for good. */
  synchronized void end() {
    ended = true;
    close();
  }

  /**
   * Puts a frame in, or throws it away while closed; false, and nothing done, if there is no room.
   */
  synchronized boolean offer(byte[] frame) {
    senderWaits = open && isFullFor(frame);
    if (senderWaits) {
      return false;
    }
    add(frame);
    return true;
  }

  /** Whether {@link #offer} found no room since the last call. */
  synchronized boolean takeSenderWaits() {
    boolean waits = senderWaits;
    senderWaits = false;
    return waits;
  }

  /** Waits for room, then puts a frame in; throws it away while closed. */
  synchronized void put(byte[] frame) throws InterruptedException {
    while (open && isFullFor(frame)) {
      wait();
    }
    add(frame);
  }

  private boolean isFullFor(byte[] frame) {
    return frames.size() == MAX_FRAMES || (!frames.isEmpty() && bytes + frame.length > MAX_BYTES);
  }

  private void add(byte[] frame) {
    if (!open) {
      discarded++;
      return;
    }
    frames.add(frame);
    bytes += frame.length;
    notifyAll();
  }

  /** The oldest frame, which stays in. */
  synchronized Optional<byte[]> peek() {
    return Optional.ofNullable(frames.peek());
  }

  /** Takes the oldest frame out; empty if there is none. */
  synchronized Optional<byte[]> poll() {
    byte[] frame = frames.poll();
    if (frame != null) {
      bytes -= frame.length;
      notifyAll();
    }
    return Optional.ofNullable(frame);
  }

  /** Waits for a frame, and takes it out; empty once the queue has ended. */
  synchronized Optional<byte[]> take() throws InterruptedException {
    while (frames.isEmpty() && !ended) {
      wait();
    }
    return poll();
  }

  /** How many frames were thrown away. */
  synchronized long discarded() {
    return discarded;
  }
}
