package io.jvmm.it.nested;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.Shell;
import io.jvmm.it.Shell.Result;
import io.jvmm.it.nested.TestMachine.Outcome;
import io.jvmm.vmm.StopReason;
import io.jvmm.vmm.spec.PortConnection;
import io.jvmm.vmm.spec.PortConnection.ToFile;
import io.jvmm.vmm.spec.PortConnection.ToTerminal;
import io.jvmm.vmm.spec.PortConnection.UnixSocket;
import io.jvmm.vmm.spec.PortSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Unmodified Linux with ports beside its terminal. {@code -Dtranscript=12000000 -Dpatience=60}
 * prints a hundred megabytes on a terminal, for which an ordinary run has no time.
 */
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

  @Test
  void aProgramInTheGuestTalksToWhoeverOpensAPseudoterminal() throws Exception {
    ToTerminal link = new ToTerminal(directory.resolve("console"));
    CompletableFuture<Result> user = new CompletableFuture<>();

    Outcome outcome =
        TestMachine.example("hello")
            .port(new PortSpec("org.example.console", link, false))
            .input(
                "exec 3<>/dev/vport0p1; read line <&3; echo heard $line; echo pong >&3;"
                    + " exec 3<&-; poweroff\n")
            .whenPrinted(PROMPT, _ -> user.completeAsync(() -> talk(link)))
            .run();

    assertThat(outcome.reason().kind()).as(outcome.output()).isEqualTo(StopReason.Kind.POWERED_OFF);
    assertThat(outcome.output()).containsPattern("(?m)^heard ping\\r?$");
    assertThat(user.get(1, TimeUnit.MINUTES)).isEqualTo(new Result(0, "pong\n", ""));
    assertThat(link.path()).doesNotExist();
  }

  @Test
  void aLongTranscriptOfATerminalArrivesByteForByte() throws Exception {
    ToFile transcript = new ToFile(directory.resolve("transcript"));
    int lines = Integer.getInteger("transcript", 50_000);

    Outcome outcome =
        TestMachine.example("hello")
            .port(terminal("second", transcript))
            .input(
                "exec 3<>/dev/hvc1; stty raw -F /dev/hvc1; seq -w %d | cat >&3; poweroff\n"
                    .formatted(lines))
            .run();

    assertThat(outcome.reason().kind()).as(outcome.output()).isEqualTo(StopReason.Kind.POWERED_OFF);
    String compare = "seq -w %d | cmp - %s".formatted(lines, transcript.path());
    assertThat(Shell.run("", List.of("sh", "-c", compare))).isEqualTo(new Result(0, "", ""));
  }

  @Test
  void aHundredMegabytesOfAProgramArriveByteForByte() throws Exception {
    ToFile log = new ToFile(directory.resolve("log"));
    String block = "seq -w 150000 >'%s'; for i in $(seq 100); do cat '%1$s'; done";

    Outcome outcome =
        TestMachine.example("hello")
            .port(new PortSpec("org.example.log", log, false))
            .input(block.formatted("/block") + " >/dev/vport0p1; poweroff\n")
            .run();

    assertThat(outcome.reason().kind()).as(outcome.output()).isEqualTo(StopReason.Kind.POWERED_OFF);
    assertThat(Files.size(log.path())).isEqualTo(105_000_000);
    String compare = block.formatted(directory.resolve("block")) + " | cmp - " + log.path();
    assertThat(Shell.run("", List.of("sh", "-c", compare))).isEqualTo(new Result(0, "", ""));
  }

  /** In a process of its own: this one may be one that takes a terminal it opens for its own. */
  private static Result talk(ToTerminal link) {
    try {
      String script = "exec 3<>%s; echo ping >&3; head -n 1 <&3".formatted(link.path());
      return Shell.run("", List.of("sh", "-c", script));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
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
