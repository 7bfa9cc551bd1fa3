package io.jvmm.virtio.net.passt;

import io.jvmm.virtio.net.NetHeader;
import io.jvmm.virtio.net.NetPort;
import io.jvmm.virtio.queue.BufferCursor;
import io.jvmm.vmm.Bell;
import io.jvmm.vmm.error.HostException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Frames over a stream socket, each after its length in four bytes, big-endian: what passt(1) calls
 * its UNIX domain socket, and QEMU {@code -netdev stream}. Headers are not sent, and say nothing.
 */
final class FrameSocket implements NetPort, AutoCloseable {
  /** The longest frame that passt sends and takes. */
  static final int MAX_FRAME = 65535;

  private static final int IN_BYTES = 1 << 18; // several of the longest frames, or thousands

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final Function<IOException, HostException> ending;
  private final Bell arrivals = new Arrivals();

  // The receiver's.
  private final ByteBuffer in = ByteBuffer.allocateDirect(IN_BYTES).flip();
  private final MemorySegment packet = MemorySegment.ofArray(new byte[NetHeader.BYTES + MAX_FRAME]);
  private boolean empty;

  // The sender's.
  private final ByteBuffer out = ByteBuffer.allocateDirect(Integer.BYTES + MAX_FRAME).flip();

  private volatile boolean full;
  private volatile Runnable readyListener = () -> {};

  private FrameSocket(SocketChannel channel, Function<IOException, HostException> ending)
      throws IOException {
    this.channel = channel;
    this.ending = ending;
    channel.configureBlocking(false);
    this.selector = Selector.open();
    this.key = channel.register(selector, SelectionKey.OP_READ);
  }

  /**
   * Connects.
   *
   * @param ending what a failure of the socket means to the user
   * @throws IOException if nobody listens there
   */
  static FrameSocket connect(Path socket, Function<IOException, HostException> ending)
      throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    try {
      return new FrameSocket(channel, ending);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void onReady(Runnable listener) {
    readyListener = listener;
  }

  /** Sends what is left of the frame before, if there is room for all of it. */
  @Override
  public boolean isReady() {
    if (out.hasRemaining()) {
      write();
    }
    return !out.hasRemaining();
  }

  /** What there is no room for is sent when this {@link #isReady}. */
  @Override
  public boolean send(MemorySegment header, BufferCursor frame) {
    int length = (int) frame.remaining();
    if (length > MAX_FRAME) {
      return false;
    }
    out.clear().putInt(length).limit(Integer.BYTES + length);
    frame.copyTo(MemorySegment.ofBuffer(out));
    out.rewind();
    write();
    return true;
  }

  private void write() {
    try {
      channel.write(out);
    } catch (IOException e) {
      throw ending.apply(e);
    }
    if (out.hasRemaining()) {
      full = true;
      selector.wakeup(); // whoever waits there waits for room, too, from now on
    }
  }

  @Override
  public Optional<MemorySegment> receive() {
    try {
      return next();
    } catch (IOException e) {
      throw ending.apply(e);
    }
  }

  private Optional<MemorySegment> next() throws IOException {
    empty = !has(Integer.BYTES) || !has(Integer.BYTES + length());
    if (empty) {
      return Optional.empty();
    }
    int length = length();
    MemorySegment frame = packet.asSlice(NetHeader.BYTES, length);
    frame.copyFrom(MemorySegment.ofBuffer(in).asSlice(Integer.BYTES, length));
    in.position(in.position() + Integer.BYTES + length);
    MemorySegment whole = packet.asSlice(0, NetHeader.BYTES + (long) length);
    whole.asSlice(0, NetHeader.BYTES).fill((byte) 0);
    return Optional.of(whole);
  }

  private int length() throws IOException {
    int length = in.getInt(in.position());
    if (length < MIN_FRAME || length > MAX_FRAME) {
      throw new IOException("a frame of %d bytes came".formatted(Integer.toUnsignedLong(length)));
    }
    return length;
  }

  /** Reads, unless there are so many bytes already; says whether there are then. */
  private boolean has(int bytes) throws IOException {
    if (in.remaining() < bytes) {
      in.compact();
      int read = channel.read(in);
      in.flip();
      if (read < 0) {
        throw new EOFException("the socket was closed");
      }
    }
    return in.remaining() >= bytes;
  }

  @Override
  public Bell arrivals() {
    return arrivals;
  }

  @Override
  public void close() throws IOException {
    selector.close();
    channel.close();
  }

  /** The selector: whoever waits for frames also sees when there is room again for the sender. */
  private final class Arrivals implements Bell {
    @Override
    public void ring() {
      selector.wakeup();
    }

    @Override
    public void await() {
      boolean wantsRoom = full;
      key.interestOps((empty ? SelectionKey.OP_READ : 0) | (wantsRoom ? SelectionKey.OP_WRITE : 0));
      try {
        selector.select(ready -> tellOfRoom(ready));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void tellOfRoom(SelectionKey ready) {
      if (ready.isWritable()) {
        full = false;
        readyListener.run();
      }
    }
  }
}
