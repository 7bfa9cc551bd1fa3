package io.jvmm.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jvmm.http.TestClient.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;

/** A WebSocket's client end, by RFC 6455, for messages of less than 126 bytes. */
public final class WebSocketProbe implements AutoCloseable {
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;

  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;
  private final SocketChannel connection;
  private final InputStream in;
  private final Response handshake;

  /** A message, or a farewell, whose text starts with two bytes of status. */
  public record Message(int opcode, String text) {}

  /** Connects to a path of a server. */
  public WebSocketProbe(TestClient client, String path) throws IOException {
    connection = client.connect();
    in = Channels.newInputStream(connection);
    connection.write(UTF_8.encode(request(path)));
    handshake = TestClient.read(in);
  }

  private static String request(String path) {
    return String.join(
        "\r\n",
        "GET " + path + " HTTP/1.1",
        "Host: localhost",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        "",
        "");
  }

  Response handshake() {
    return handshake;
  }

  void send(int opcode, String text) throws IOException {
    byte[] payload = text.getBytes(UTF_8);
    byte[] mask = {1, 2, 3, 4};
    ByteBuffer frame = ByteBuffer.allocate(6 + payload.length);
    frame.put((byte) (FINAL | opcode)).put((byte) (MASKED | payload.length)).put(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ mask[i % mask.length]));
    }
    connection.write(frame.flip());
  }

  /** The next message; waits for it. */
  public Message receive() throws IOException {
    int opcode = in.read() & 0xf;
    int length = in.read();
    return new Message(opcode, new String(in.readNBytes(length), UTF_8));
  }

  /** Goes without a farewell. */
  void leave() throws IOException {
    connection.close();
  }

  @Override
  public void close() throws IOException {
    leave();
  }
}
