package io.jvmm.virtio.queue;

import io.jvmm.vmm.error.InternalException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Walks once over the buffers of a chain as if they were one: a device must not care how a driver
 * cuts a message into descriptors (virtio 1.3, 2.7.4.1). The bytes are guest memory, which the
 * guest may change at any moment: read each of them once.
 */
public final class BufferCursor {
  private static final int USUAL_BUFFERS = 8;

  private MemorySegment[] buffers = new MemorySegment[USUAL_BUFFERS];
  private int count;
  private int current; // the buffer that the cursor is in, never at its end
  private long offset; // within that buffer
  private long remaining;

  BufferCursor() {}

  void clear() {
    count = 0;
    current = 0;
    offset = 0;
    remaining = 0;
  }

  void append(MemorySegment buffer) {
    if (buffer.byteSize() == 0) {
      return;
    }
    if (count == buffers.length) {
      buffers = Arrays.copyOf(buffers, 2 * count);
    }
    buffers[count++] = buffer;
    remaining += buffer.byteSize();
  }

  /** How many bytes lie before the end. */
  public long remaining() {
    return remaining;
  }

  /**
   * The next bytes that are contiguous, at least 1, and moves past them.
   *
   * @param max the most bytes wanted, at least 1
   * @throws InternalException if nothing remains
   */
  public MemorySegment next(long max) {
    if (remaining == 0 || max <= 0) {
      throw new InternalException("%d of %d bytes wanted".formatted(max, remaining));
    }
    MemorySegment buffer = buffers[current];
    long length = Math.min(max, buffer.byteSize() - offset);
    MemorySegment piece = buffer.asSlice(offset, length);
    advance(length);
    return piece;
  }

  private void advance(long length) {
    remaining -= length;
    offset += length;
    if (offset == buffers[current].byteSize()) {
      current++;
      offset = 0;
    }
  }

  /**
   * Whether all of the next bytes are in pieces that meet a condition. Does not move.
   *
   * @param bytes how many, or as many as remain if those are fewer
   */
  public boolean allMatch(long bytes, Predicate<MemorySegment> condition) {
    long left = Math.min(bytes, remaining);
    long from = offset;
    for (int at = current; left > 0; at++) {
      long length = Math.min(left, buffers[at].byteSize() - from);
      if (!condition.test(buffers[at].asSlice(from, length))) {
        return false;
      }
      left -= length;
      from = 0;
    }
    return true;
  }

  /** Moves on by {@code bytes}, or to the end if that is nearer. */
  public void skip(long bytes) {
    long left = Math.min(bytes, remaining);
    while (left > 0) {
      long length = Math.min(left, buffers[current].byteSize() - offset);
      advance(length);
      left -= length;
    }
  }

  /** Reads as many bytes as {@code target} takes, or as remain; says how many. */
  public long copyTo(MemorySegment target) {
    long total = Math.min(remaining, target.byteSize());
    long done = 0;
    while (done < total) {
      MemorySegment piece = next(total - done);
      MemorySegment.copy(piece, 0, target, done, piece.byteSize());
      done += piece.byteSize();
    }
    return total;
  }

  /** Writes as many bytes of {@code source} as there is room for; says how many. */
  public long copyFrom(MemorySegment source) {
    long total = Math.min(remaining, source.byteSize());
    long done = 0;
    while (done < total) {
      MemorySegment piece = next(total - done);
      MemorySegment.copy(source, done, piece, 0, piece.byteSize());
      done += piece.byteSize();
    }
    return total;
  }

  /** Writes one byte. */
  public void put(byte value) {
    next(1).set(ValueLayout.JAVA_BYTE, 0, value);
  }
}
