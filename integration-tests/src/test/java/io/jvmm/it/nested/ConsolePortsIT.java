package io.jvmm.it.nested;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.nested.TestMachine.Outcome;
import io.jvmm.vmm.StopReason;
import io.jvmm.vmm.spec.PortConnection;
import io.jvmm.vmm.spec.PortConnection.ToFile;
import io.jvmm.vmm.spec.PortConnection.UnixSocket;
import io.jvmm.vmm.spec.PortSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unmodified Linux with ports beside its terminal. */
class ConsolePortsIT {
  private static final String PROMPT = "hello:~# ";

  @TempDir private Path directory;

  private final SocketChannel client;

  ConsolePortsIT() throws IOException {
    client = SocketChannel.open(StandardProtocolFamily.UNIX);
  }

  @AfterEach
  void disconnect() throws IOException {
    client.close();
  }

  @Test
  void programsInTheGuestTalkToAProgramAndToFilesOnTheHost() throws IOException {
    UnixSocket socket = new UnixSocket(directory.resolve("agent.sock"));
    ToFile log = new ToFile(directory.resolve("log"));
    ToFile second = new ToFile(directory.resolve("hvc1"));

    Outcome outcome =
        TestMachine.example("hello")
            .port(new PortSpec("org.example.agent", socket, false))
            .port(new PortSpec("org.example.log", log, false))
            .port(terminal("second", second))
            .input(
                "cat /sys/class/virtio-ports/vport0p1/name;"
                    + " exec 3<>/dev/vport0p1; read line <&3; echo heard $line; echo pong >&3;"
                    + " exec 3<&-;"
                    + " echo to the log >/dev/vport0p2; echo to hvc1 >/dev/hvc1; poweroff\n")
            .whenPrinted(PROMPT, _ -> say(socket, "ping\n"))
            .run();

    assertThat(outcome.reason().kind()).as(outcome.output()).isEqualTo(StopReason.Kind.POWERED_OFF);
    assertThat(outcome.output())
        .containsPattern("(?m)^org.example.agent\\r?$")
        .containsPattern("(?m)^heard ping\\r?$");
    assertThat(Channels.newInputStream(client).readAllBytes()).asString(UTF_8).isEqualTo("pong\n");
    assertThat(log.path()).hasContent("to the log");
    assertThat(second.path()).content().contains("to hvc1");
    assertThat(socket.path()).doesNotExist();
  }

  private static PortSpec terminal(String name, PortConnection connection) {
    return new PortSpec(name, connection, true);
  }

  private void say(UnixSocket socket, String text) {
    try {
      client.connect(UnixDomainSocketAddress.of(socket.path()));
      client.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
