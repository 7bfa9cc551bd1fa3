package io.jvmm.virtio.net.passt;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.virtio.net.NetHeader;
import io.jvmm.virtio.net.QueuePair;
import io.jvmm.virtio.queue.DescriptorChain;
import io.jvmm.virtio.testkit.DriverBuffer;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
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
    socket = FrameSocket.connect(path, FrameSocketTest::failure);
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
    send(FRAME);

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
    assertThat(receive()).isEqualTo(FRAME);
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
        .isInstanceOf(HostException.class)
        .hasMessageContaining(Integer.toUnsignedString(length));
  }

  @Test
  void theEndOfTheStreamIsTheEndOfTheFrames() throws IOException {
    peer.write(ByteBuffer.allocate(4).putInt(14).flip());
    peer.close();

    assertThatThrownBy(socket::receive).hasMessage("ended: the socket was closed");
  }

  @Test
  void whatThereIsNoRoomForIsSentWhenThereIs() throws Exception {
    CountDownLatch ready = new CountDownLatch(1);
    socket.onReady(ready::countDown);
    assertThat(socket.receive()).isEmpty();
    int sent = 0;
    while (socket.isReady()) {
      send(new byte[60_000]);
      sent++;
    }
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(
            () -> {
              while (ready.getCount() != 0) {
                socket.arrivals().await();
              }
            });

    ByteBuffer stream = ByteBuffer.allocate(sent * 60_004);
    while (!socket.isReady()) {
      peer.read(stream);
    }
    while (stream.hasRemaining()) {
      peer.read(stream);
    }

    waiting.join();
    assertThat(stream.getInt((sent - 1) * 60_004)).isEqualTo(60_000);
  }

  @Test
  void aRingEndsTheWaitForFrames() {
    assertThat(socket.receive()).isEmpty();
    CompletableFuture<Void> waiting = CompletableFuture.runAsync(socket.arrivals()::await);

    socket.arrivals().ring();

    waiting.join();
  }

  private static HostException failure(IOException cause) {
    return new HostException("ended: " + cause.getMessage(), cause);
  }

  private void send(byte[] frame) {
    DriverMemory memory = new DriverMemory();
    QueuePair pair = QueuePair.at(memory, DriverMemory.BASE, 4);
    pair.driver().add(DriverBuffer.readable(DriverMemory.BASE + 0x10000, frame.length));
    memory.put(DriverMemory.BASE + 0x10000, frame);
    DescriptorChain chain = new DescriptorChain();
    assertThat(pair.device().poll(chain)).isTrue();
    socket.send(MemorySegment.ofArray(new byte[NetHeader.BYTES]), chain.readable());
  }

  private byte[] receive() {
    while (true) {
      Optional<MemorySegment> packet = socket.receive();
      if (packet.isPresent()) {
        return packet.get().asSlice(NetHeader.BYTES).toArray(ValueLayout.JAVA_BYTE);
      }
      socket.arrivals().await();
    }
  }
}
