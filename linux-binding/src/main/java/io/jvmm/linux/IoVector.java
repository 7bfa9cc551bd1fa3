package io.jvmm.linux;

import io.jvmm.linux.uapi.iovec;
import io.jvmm.vmm.error.InternalException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Pieces of memory that one request fills or empties, one after the other: an array of {@code
 * struct iovec} (readv(2)). Made once, and used for one request after the other. The kernel may
 * read the array until the request has ended, so it is to stay as it is until then; and who adds
 * memory keeps it alive for as long. Owned by one thread at a time.
 */
public final class IoVector {
  /** The most pieces that the kernel takes (readv(2), IOV_MAX; linux/uio.h, UIO_MAXIOV). */
  public static final int MAX_PIECES = 1024;

  private static final int USUAL_PIECES = 8;

  private final Arena arena;
  private MemorySegment pieces;
  private int room = USUAL_PIECES;
  private int first; // those before are done
  private int end;
  private long remaining;

  /**
   * Without pieces.
   *
   * @param arena what the array is allocated in
   */
  public IoVector(Arena arena) {
    this.arena = arena;
    this.pieces = iovec.allocateArray(USUAL_PIECES, arena);
  }

  /** Forgets all pieces. */
  public void clear() {
    first = 0;
    end = 0;
    remaining = 0;
  }

  /** Whether one more piece can be added. */
  public boolean hasRoom() {
    return end < MAX_PIECES;
  }

  /**
   * Adds a piece at the end.
   *
   * @throws InternalException if it is no native memory, or one piece too many
   */
  public void add(MemorySegment piece) {
    if (!piece.isNative() || !hasRoom()) {
      throw new InternalException("%s as piece %d of a vector".formatted(piece, end));
    }
    if (end == room) {
      grow();
    }
    set(end++, piece.address(), piece.byteSize());
    remaining += piece.byteSize();
  }

  private void grow() {
    room *= 2;
    pieces = iovec.allocateArray(room, arena).copyFrom(pieces);
  }

  private void set(int index, long address, long length) {
    MemorySegment entry = iovec.asSlice(pieces, index);
    iovec.iov_base(entry, MemorySegment.ofAddress(address));
    iovec.iov_len(entry, length);
  }

  /** How many bytes the pieces have that are not done. */
  public long remaining() {
    return remaining;
  }

  /**
   * Takes bytes off the start: they are done.
   *
   * @param bytes at most {@link #remaining}
   */
  public void advance(long bytes) {
    remaining -= bytes;
    long left = bytes;
    while (left > 0) {
      MemorySegment entry = iovec.asSlice(pieces, first);
      long length = iovec.iov_len(entry);
      if (left < length) {
        set(first, iovec.iov_base(entry).address() + left, length - left);
        return;
      }
      left -= length;
      first++;
    }
  }

  /** Where the array of what is not done begins: {@code struct iovec *}. */
  public long address() {
    return iovec.asSlice(pieces, first).address();
  }

  /** How many pieces are not done. */
  public int count() {
    return end - first;
  }
}
