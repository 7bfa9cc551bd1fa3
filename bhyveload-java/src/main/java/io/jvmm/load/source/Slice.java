package io.jvmm.load.source;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A part of a source. It may reach beyond the end of the whole: then it ends early, as a truncated
 * file does.
 *
 * @param whole what it is a part of
 * @param start its first byte's offset in the whole, at least 0
 * @param size how many bytes, at least 0
 */
public record Slice(Source whole, long start, long size) implements Source {
  @Override
  public String role() {
    return whole.role();
  }

  @Override
  public String name() {
    return whole.name();
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    long at = start + position;
    if (position >= size || at < 0) {
      return -1;
    }
    int limit = target.limit();
    target.limit(target.position() + (int) Math.min(target.remaining(), size - position));
    try {
      return whole.read(target, at);
    } finally {
      target.limit(limit);
    }
  }

  @Override
  public void requireUnchanged() {
    whole.requireUnchanged();
  }

  @Override
  public String description() {
    return whole.description();
  }
}
