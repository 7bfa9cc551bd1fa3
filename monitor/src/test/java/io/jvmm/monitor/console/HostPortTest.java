package io.jvmm.monitor.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.virtio.testkit.LogCapture;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.spec.ConsoleSpec;
import io.jvmm.vmm.spec.PortConnection;
import io.jvmm.vmm.spec.PortConnection.ToFile;
import io.jvmm.vmm.spec.PortConnection.ToTerminal;
import io.jvmm.vmm.spec.PortConnection.UnixSocket;
import io.jvmm.vmm.spec.PortSpec;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HostPortTest {
  private static final int PATIENCE_SECONDS = 30;

  private final Path directory;
  private final UnixSocket socket;

  HostPortTest(@TempDir Path directory) {
    this.directory = directory;
    this.socket = new UnixSocket(directory.resolve("agent.sock"));
  }

  @Test
  void theGuestHearsWhoComesWhatHeSaysAndThatHeHasGone() throws Exception {
    RecordedGuest guest = new RecordedGuest();
    try (HostPorts ports = HostPorts.open(List.of(port("agent", socket)))) {
      ports.get(0).connect(guest);
      assertThat(guest.next()).isEqualTo("nobody");

      say("ping");

      assertThat(guest.next()).isEqualTo("somebody");
      assertThat(guest.next()).isEqualTo("ping");
      assertThat(guest.next()).isEqualTo("nobody");
    }
  }

  @Test
  void theGuestHearsWhoOpensAPseudoterminalToo() throws Exception {
    ToTerminal terminal = new ToTerminal(directory.resolve("tty"));
    RecordedGuest guest = new RecordedGuest();
    try (HostPorts ports = HostPorts.open(List.of(port("agent", terminal)))) {
      ports.get(0).connect(guest);
      assertThat(guest.next()).isEqualTo("nobody");

      Files.writeString(terminal.path(), "ping");

      assertThat(guest.next()).isEqualTo("somebody");
      assertThat(guest.next()).isEqualTo("ping");
      assertThat(guest.next()).isEqualTo("nobody");
    }
  }

  @Test
  void whoIsConnectedStaysSoWhileTheGuestIsReset() throws Exception {
    RecordedGuest before = new RecordedGuest();
    RecordedGuest after = new RecordedGuest();
    try (HostPorts ports = HostPorts.open(List.of(port("agent", socket)));
        SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket.path()))) {
      ports.get(0).connect(before);
      assertThat(before.next()).isEqualTo("nobody");
      assertThat(before.next()).isEqualTo("somebody");

      before.isClosed = true;
      ports.get(0).connect(after);
      client.write(bytes("still here"));

      assertThat(after.next()).isEqualTo("somebody");
      assertThat(after.next()).isEqualTo("still here");
    }
  }

  @Test
  void whatTheGuestHasWrittenIsOutWhenThePortIsClosed() throws InterruptedException {
    ToFile log = new ToFile(directory.resolve("log"));
    try (HostPorts ports = HostPorts.open(List.of(port("log", log)))) {
      Printer.print(ports.get(0).output(), new byte[100_000]);
    }

    assertThat(log.path()).hasSize(100_000);
  }

  @Test
  void aDiskThatIsFullIsReportedAndDoesNotStopTheGuest() throws Exception {
    ToFile full = new ToFile(Path.of("/dev/full"));
    try (LogCapture log = LogCapture.start();
        HostPorts ports = HostPorts.open(List.of(port("log", full)))) {
      Printer.print(ports.get(0).output(), new byte[1 << 20]);

      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("port-log: cannot write the guest's output", "No space left on device");
    }
  }

  @Test
  void whereOnePortCannotBeOpenedNoneIsLeftOpen() throws IOException {
    UnixSocket file = new UnixSocket(Files.writeString(directory.resolve("taken"), ""));

    assertThatThrownBy(() -> HostPorts.open(List.of(port("a", socket), port("b", file))))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("is no socket");
    assertThat(socket.path()).doesNotExist();
  }

  @Test
  void everyPlaceThatIsTakenIsToldWithItsPath() throws IOException {
    UnixSocket file = new UnixSocket(Files.writeString(directory.resolve("taken"), ""));
    try (HostPorts _ = HostPorts.open(List.of(port("a", socket)))) {
      ConsoleSpec console =
          new ConsoleSpec(
              ConsoleSpec.Input.VIRTIO,
              Optional.empty(),
              Optional.of(file),
              List.of(port("ok", new ToFile(directory.resolve("log"))), port("b", socket)));

      assertThat(HostPorts.problems(console))
          .satisfiesExactly(
              terminal -> assertThat(terminal).startsWith("$.console.connect: there is a file"),
              port ->
                  assertThat(port)
                      .startsWith("$.console.ports[1].connect: a running program listens"));
    }
  }

  private static PortSpec port(String name, PortConnection connection) {
    return new PortSpec(name, connection, false);
  }

  private void say(String text) throws IOException {
    try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket.path()))) {
      client.write(bytes(text));
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }

  private static final class RecordedGuest implements GuestPort {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private volatile boolean isClosed;

    @Override
    public boolean send(ByteBuffer bytes) {
      if (isClosed) {
        return false;
      }
      heard.add(US_ASCII.decode(bytes).toString());
      return true;
    }

    @Override
    public void setConnected(boolean connected) {
      heard.add(connected ? "somebody" : "nobody");
    }

    String next() throws InterruptedException {
      return String.valueOf(heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }
  }
}
