package io.jvmm.load.source;

import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * A source as a stream, through a buffer of its own. Where the source cannot be read it throws the
 * error that is meant for the user and not {@link java.io.IOException}, so that what is left of
 * those, in the decompressors that read it, is damage.
 */
public final class SourceInputStream extends InputStream {
  private static final int BUFFER = 256 << 10;

  private final Source source;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
  private long next;

  /** From its start. */
  public SourceInputStream(Source source) {
    this.source = source;
  }

  @Override
  public int read() {
    return refill() ? Byte.toUnsignedInt(buffer.get()) : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (!refill()) {
      return -1;
    }
    int available = Math.min(length, buffer.remaining());
    buffer.get(target, offset, available);
    return available;
  }

  // java.util.zip asks for it to know whether another member follows.
  @Override
  public int available() {
    return refill() ? buffer.remaining() : 0;
  }

  private boolean refill() {
    if (!buffer.hasRemaining()) {
      buffer.clear();
      next += SourceReader.fill(source, buffer, next);
      buffer.flip();
    }
    return buffer.hasRemaining();
  }
}
