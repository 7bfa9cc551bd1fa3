package io.jvmm.load.source;

import java.nio.ByteBuffer;

/** Bytes in memory. */
public final class BytesSource implements Source {
  private final String role;
  private final String name;
  private final byte[] bytes;

  /** Bytes that are not to be changed any more, and what they are called in messages. */
  public BytesSource(String role, String name, byte... bytes) {
    this.role = role;
    this.name = name;
    this.bytes = bytes;
  }

  @Override
  public String role() {
    return role;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public int read(ByteBuffer target, long position) {
    if (position >= bytes.length) {
      return -1;
    }
    int length = (int) Math.min(target.remaining(), bytes.length - position);
    target.put(bytes, (int) position, length);
    return length;
  }

  @Override
  public void requireUnchanged() {
    // Nobody changes them.
  }
}
