package io.jvmm.virtio.net.passt;

import io.jvmm.virtio.net.NetBackend;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * Frames over a stream socket, each after its length in four bytes, big-endian: what passt(1) calls
 * its UNIX domain socket, and QEMU {@code -netdev stream}.
 */
final class FrameSocket implements AutoCloseable {
  private static final int BUFFER = 1 << 18; // several of the longest frames, or thousands of short

  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER).flip(); // the receiver's

  private FrameSocket(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Connects.
   *
   * @throws IOException if nobody listens there
   */
  static FrameSocket connect(Path socket) throws IOException {
    return new FrameSocket(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
  }

  /** Sends a frame; may block. */
  void send(byte[] frame) throws IOException {
    ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).putInt(frame.length).flip();
    ByteBuffer[] message = {length, ByteBuffer.wrap(frame)};
    while (message[1].hasRemaining()) {
      channel.write(message);
    }
  }

  /**
   * Waits for a frame.
   *
   * @throws EOFException if the other end has closed the socket
   */
  byte[] receive() throws IOException {
    int length = available(Integer.BYTES).getInt();
    if (length < NetBackend.MIN_FRAME || length > NetBackend.MAX_FRAME) {
      throw new IOException("a frame of %d bytes came".formatted(Integer.toUnsignedLong(length)));
    }
    byte[] frame = new byte[length];
    available(length).get(frame);
    return frame;
  }

  private ByteBuffer available(int bytes) throws IOException {
    while (in.remaining() < bytes) {
      in.compact();
      int read = channel.read(in);
      in.flip();
      if (read < 0) {
        throw new EOFException("the socket was closed");
      }
    }
    return in;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
