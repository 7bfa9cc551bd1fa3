package io.jvmm.virtio.net;

import java.io.IOException;

/**
 * What a network interface leads to: frames out, frames in. One thread sends and another one
 * receives; any thread may close. Frames are Ethernet's (IEEE 802.3) without preamble and checksum,
 * {@value #MIN_FRAME} to {@value #MAX_FRAME} bytes.
 */
public interface NetBackend extends AutoCloseable {
  /** The shortest frame: a header and nothing else. */
  int MIN_FRAME = 14;

  /** The longest frame. */
  int MAX_FRAME = 65535;

  /**
   * Sends a frame of the guest's; may block.
   *
   * @throws IOException if the other end is gone
   */
  void send(byte[] frame) throws IOException;

  /**
   * Waits for a frame for the guest.
   *
   * @throws IOException if the other end is gone; its message is a line for the user
   */
  byte[] receive() throws IOException;

  /** Ends it, and whoever waits in {@link #send} or {@link #receive}. Twice does nothing. */
  @Override
  void close();
}
