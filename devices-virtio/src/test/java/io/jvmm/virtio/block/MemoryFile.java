package io.jvmm.virtio.block;

import io.jvmm.linux.uring.RingFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An image's file in memory: it remembers what was written to it and flushed, in which order, and
 * fails on demand. For one thread.
 */
public final class MemoryFile {
  private static final int NEVER = Integer.MAX_VALUE;

  private final List<Event> events = new ArrayList<>();
  private byte[] contents; // and room for more
  private int length;
  private int failing = NEVER;
  private int healing = NEVER;
  private int attempts;

  /** A file with these contents. */
  public MemoryFile(byte... contents) {
    this.contents = contents.clone();
    this.length = contents.length;
  }

  /** What was done to the file. */
  public sealed interface Event {}

  /**
   * Some bytes were written.
   *
   * @param bytes read-only
   */
  public record Write(long offset, MemorySegment bytes) implements Event {
    static Write of(long offset, byte... bytes) {
      return new Write(offset, MemorySegment.ofArray(bytes).asReadOnly());
    }

    /** A part of it, as if only that had been written. */
    public Write part(long from, long to) {
      return new Write(offset + from, bytes.asSlice(from, to - from));
    }

    /** Does the same to other contents, which become longer if need be. */
    public byte[] applyTo(byte... other) {
      int length = Math.toIntExact(Math.max(other.length, offset + bytes.byteSize()));
      byte[] result = Arrays.copyOf(other, length);
      MemorySegment.ofArray(result).asSlice(offset, bytes.byteSize()).copyFrom(bytes);
      return result;
    }
  }

  /** What was written before is on stable storage. */
  public record Flush() implements Event {}

  /** All that was done to it so far. */
  public List<Event> events() {
    return List.copyOf(events);
  }

  /** What it has now. */
  public byte[] contents() {
    return Arrays.copyOf(contents, length);
  }

  /** Some of the writes and flushes from now on fail: after the first {@code good}, so many. */
  public void fail(int good, int bad) {
    attempts = 0;
    failing = good;
    healing = good + bad;
  }

  /** The file, as if it had this path. */
  public ImageFile open(Path path, boolean readOnly) {
    return new ImageFile(path, new Held(), readOnly, false);
  }

  /** The same as a block device. */
  ImageFile openAsDevice(Path path) {
    return new ImageFile(path, new Held(), false, true);
  }

  private void put(Write write) {
    int end = Math.toIntExact(write.offset() + write.bytes().byteSize());
    if (end > contents.length) {
      contents = Arrays.copyOf(contents, 2 * end);
    }
    length = Math.max(length, end);
    MemorySegment.ofArray(contents).asSlice(write.offset()).copyFrom(write.bytes());
  }

  private void attempt() throws IOException {
    int attempt = attempts++;
    if (attempt >= failing && attempt < healing) {
      throw new IOException("No space left on device");
    }
  }

  private final class Held implements HeldFile {
    private final Channel channel = new Channel();

    @Override
    public FileChannel channel() {
      return channel;
    }

    @Override
    public RingFile ringFile(Path path) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private final class Channel extends FileChannel {
    @Override
    public int read(ByteBuffer target, long position) {
      if (position >= length) {
        return -1;
      }
      int bytes = (int) Math.min(target.remaining(), length - position);
      target.put(contents, (int) position, bytes);
      return bytes;
    }

    /** Where it fails, it has written a part. */
    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      byte[] bytes = new byte[source.remaining()];
      source.get(bytes);
      Write write = Write.of(position, bytes);
      try {
        attempt();
        events.add(write);
        put(write);
      } catch (IOException e) {
        put(write.part(0, bytes.length / 2));
        throw e;
      }
      return bytes.length;
    }

    @Override
    public void force(boolean metaData) throws IOException {
      attempt();
      events.add(new Flush());
    }

    @Override
    public long size() {
      return length;
    }

    @Override
    public FileChannel truncate(long size) {
      length = (int) Math.min(size, length);
      Arrays.fill(contents, length, contents.length, (byte) 0);
      return this;
    }

    @Override
    protected void implCloseChannel() {
      // There is nothing to give back.
    }

    @Override
    public int read(ByteBuffer target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer source) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel position(long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }
  }
}
