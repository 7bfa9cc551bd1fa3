package io.jvmm.virtio.net.passt;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FrameSocketTest {
  private static final byte[] FRAME = "fourteen bytes".getBytes(US_ASCII);

  @TempDir private Path directory;
  private Path path = Path.of("");
  private ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
  private FrameSocket socket;
  private SocketChannel peer;

  FrameSocketTest() throws IOException {}

  @BeforeEach
  void connect() throws IOException {
    path = directory.resolve("socket");
    server.bind(UnixDomainSocketAddress.of(path));
    socket = FrameSocket.connect(path);
    peer = server.accept();
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
    peer.close();
    server.close();
  }

  @Test
  void aFrameGoesOutBehindItsLengthInFourBytes() throws IOException {
    socket.send(FRAME);

    ByteBuffer sent = ByteBuffer.allocate(18);
    while (sent.hasRemaining()) {
      peer.read(sent);
    }
    assertThat(HexFormat.of().formatHex(sent.array(), 0, 4)).isEqualTo("0000000e");
    assertThat(sent.array()).endsWith(FRAME);
  }

  @Test
  void framesComeInHoweverTheStreamIsCut() throws IOException {
    byte[] stream = new byte[2 * 18];
    ByteBuffer.wrap(stream).putInt(14).put(FRAME).putInt(14).put(FRAME);
    CompletableFuture<byte[]> first = CompletableFuture.supplyAsync(this::receive);
    for (byte each : stream) {
      peer.write(ByteBuffer.wrap(new byte[] {each}));
    }

    assertThat(first.join()).isEqualTo(FRAME);
    assertThat(socket.receive()).isEqualTo(FRAME);
  }

  @Test
  void theLongestFramePassesBothWays() throws IOException {
    byte[] longest = new byte[65535];
    longest[65534] = 7;
    CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(this::receive);
    ByteBuffer stream = ByteBuffer.allocate(4 + 65535).putInt(65535).put(longest).flip();
    while (stream.hasRemaining()) {
      peer.write(stream);
    }
    assertThat(received.join()).isEqualTo(longest);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 13, 65536, -1, Integer.MIN_VALUE})
  void aLengthThatNoFrameHasIsAnError(int length) throws IOException {
    peer.write(ByteBuffer.allocate(4).putInt(length).flip());

    assertThatThrownBy(socket::receive)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(Integer.toUnsignedString(length));
  }

  @Test
  void theEndOfTheStreamIsTheEndOfTheFrames() throws IOException {
    peer.write(ByteBuffer.allocate(4).putInt(14).flip());
    peer.close();

    assertThatThrownBy(socket::receive).isInstanceOf(EOFException.class);
  }

  private byte[] receive() {
    try {
      return socket.receive();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
