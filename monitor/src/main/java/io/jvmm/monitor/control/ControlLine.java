package io.jvmm.monitor.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;

/** A line over a socket, of bounded length. */
final class ControlLine {
  /** The most bytes in a request. */
  static final int REQUEST_LIMIT = 64 << 10;

  /** The most bytes in a reply: what a machine of very many vCPUs has to say of itself. */
  static final int REPLY_LIMIT = 16 << 20;

  private ControlLine() {}

  static void write(SocketChannel socket, String line) throws IOException {
    OutputStream out = Channels.newOutputStream(socket);
    out.write((line + "\n").getBytes(UTF_8));
  }

  /**
   * Reads a line, without its end. What follows it may be lost: there is one line each way.
   *
   * @param limit the most bytes that it may have
   * @throws EOFException if there is none
   * @throws IOException also if it is too long
   */
  static String read(SocketChannel socket, int limit) throws IOException {
    InputStream in = new BufferedInputStream(Channels.newInputStream(socket));
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended amid a line");
      }
      if (line.size() == limit) {
        throw new IOException("a line has more than %d bytes".formatted(limit));
      }
      line.write(next);
    }
    return line.toString(UTF_8);
  }
}
