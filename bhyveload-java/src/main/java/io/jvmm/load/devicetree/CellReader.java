package io.jvmm.load.devicetree;

import io.jvmm.load.source.Slice;
import io.jvmm.load.source.Source;
import io.jvmm.load.source.SourceReader;
import io.jvmm.vmm.error.ConfigurationException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Goes through the cells of a structure block, big-endian numbers of 32 bits, through a window: the
 * block may be larger than memory, for it holds the values.
 */
final class CellReader {
  private static final int WINDOW = 16 << 10;

  private final Source source;
  private final long limit;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);
  private long windowStart;

  /** From {@code position} on, a multiple of 4, never reading at or beyond {@code limit}. */
  CellReader(Source source, long position, long limit) {
    this.source = source;
    this.windowStart = position;
    this.limit = limit;
  }

  /** Where the next cell is, in bytes from the start of the source. */
  long position() {
    return windowStart + window.position();
  }

  /** The next cell. */
  int next() {
    if (window.remaining() < Integer.BYTES) {
      refill(position());
    }
    return window.getInt();
  }

  /** The next {@code size} bytes; what pads them to whole cells is passed over. */
  Slice bytes(long size) {
    long start = position();
    if (size > limit - start) {
      throw problem("at offset 0x%x a value of %d bytes ends beyond it".formatted(start, size));
    }
    long end = (start + size + Integer.BYTES - 1) & -Integer.BYTES;
    if (end <= windowStart + window.limit()) {
      window.position((int) (end - windowStart));
    } else {
      window.limit(0);
      windowStart = end;
    }
    return new Slice(source, start, size);
  }

  /** The text that starts at the next cell and ends with a NUL. */
  String text(int maximum) {
    long start = position();
    int room = (int) Math.min(maximum + 1L, limit - start);
    byte[] head = SourceReader.head(new Slice(source, start, room), room);
    int length = 0;
    while (length < head.length && head[length] != 0) {
      length++;
    }
    if (length == head.length) {
      throw problem("at offset 0x%x a name does not end".formatted(start));
    }
    bytes(length + 1L);
    return new String(head, 0, length, StandardCharsets.US_ASCII);
  }

  /** An error about the tree; {@code text} says what and where. */
  ConfigurationException problem(String text) {
    return source.problem("is a damaged or truncated device tree: " + text + "; get a fresh copy");
  }

  private void refill(long position) {
    window.clear();
    window.limit(Math.clamp(limit - position, 0, WINDOW));
    windowStart = position;
    SourceReader.fill(source, window, position);
    window.flip();
    if (window.remaining() < Integer.BYTES) {
      throw problem("it ends at offset 0x%x, in the middle of a node".formatted(position));
    }
  }
}
