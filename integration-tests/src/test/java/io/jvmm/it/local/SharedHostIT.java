package io.jvmm.it.local;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.jvmm.it.Checkout;
import io.jvmm.it.Shell;
import io.jvmm.it.Shell.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** All machines of a user run in one nested host, which is there when it is needed. */
class SharedHostIT {
  private static final long PATIENCE_NANOS = 240_000_000_000L;

  @TempDir private static Path directory;

  @BeforeAll
  static void thereIsNoHost() throws Exception {
    boolean kvm =
        System.getProperty("os.arch").equals("aarch64") && Files.exists(Path.of("/dev/kvm"));
    assumeFalse(kvm, "machines run right here");
    Files.createDirectories(directory.resolve("run"));

    assertThat(jvmm("host", "status").status()).isEqualTo(1);
  }

  @AfterAll
  static void itEndsWithAllThatRunsInItAndLeavesNothing() throws Exception {
    succeed("host", "down", "--force");

    assertThat(directory.resolve("run/jvmm/host")).doesNotExist();
    assertThat(processes()).isEmpty();
  }

  @Test
  void machinesShareItAndItIsNotTakenFromUnderThem() throws Exception {
    create("one", "[]");
    create("two", "[]");

    succeed("start", "one", "two");

    assertThat(sessions()).contains("one", "two");
    assertThat(processes().filter(SharedHostIT::isEmulator)).hasSize(1);
    Result refused = jvmm("host", "down");
    assertThat(refused.status()).isEqualTo(4);
    assertThat(refused.errors()).contains("one").contains("two").contains("--force");
  }

  @Test
  void whoseProcessIsKilledIsGoneFromItAndCanBeStartedAgain() throws Exception {
    create("mortal", "[]");
    succeed("start", "mortal");

    succeed("kill", "mortal");

    awaitEndOfSession("mortal");
    assertThat(succeed("list").output()).containsPattern("mortal +lost");
    succeed("start", "mortal");
    assertThat(succeed("list").output()).containsPattern("mortal +running");
  }

  @Test
  void aForwardLeadsIntoAGuestWhileItRuns() throws Exception {
    int port = freePort();
    create(
        "reachable",
        "[{\"type\":\"user\",\"forwards\":[{\"host\":\"127.0.0.1:%d\",\"guest\":7}]}]"
            .formatted(port));

    CompletableFuture<String> heard = CompletableFuture.supplyAsync(() -> hear(port));
    Result run =
        Shell.run(command("run", "reachable"), "echo hello, host | nc -l -p 7; poweroff\n");

    assertThat(run.status()).as(run.toString()).isZero();
    assertThat(heard.get()).isEqualTo("hello, host\n");
    new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close(); // it is free again
  }

  /** Asks until somebody in the guest answers. */
  private static String hear(int port) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() - deadline < 0) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        String line = new String(socket.getInputStream().readAllBytes(), US_ASCII);
        if (!line.isEmpty()) {
          return line;
        }
      } catch (IOException _) {
        Thread.onSpinWait(); // nobody listens yet
      }
    }
    return "nobody answered";
  }

  private static void awaitEndOfSession(String name) throws Exception {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (sessions().contains(name)) {
      assertThat(System.nanoTime() - deadline).as(name + " runs on").isNegative();
    }
  }

  /** The machines that run in the host, by their names here. */
  private static List<String> sessions() throws Exception {
    String json = succeed("host", "status", "--json").output();
    return new JsonMapper()
        .readTree(json)
        .path("sessions")
        .valueStream()
        .map(JsonNode::stringValue)
        .map(name -> name.replaceFirst("\\.[0-9a-f]+$", ""))
        .toList();
  }

  private static Stream<String> processes() {
    return ProcessHandle.allProcesses()
        .flatMap(each -> each.info().commandLine().stream())
        .filter(line -> line.contains(directory.toString()));
  }

  private static boolean isEmulator(String line) {
    return line.contains("virtualization=on") && !line.contains("emulator.log");
  }

  private static void create(String name, String networks) throws Exception {
    String json =
        Files.readString(Checkout.prepared("hello"))
            .replaceFirst("\"name\":\"hello\"", "\"name\":\"" + name + "\"")
            .replaceFirst("\"networks\":\\[\\]", "\"networks\":" + networks);
    succeed("create", Files.writeString(directory.resolve(name + ".json"), json).toString());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Result succeed(String... words) throws IOException, InterruptedException {
    Result result = jvmm(words);
    assertThat(result.status()).as(result.toString()).isZero();
    return result;
  }

  private static Result jvmm(String... words) throws IOException, InterruptedException {
    return Shell.run(command(words), "");
  }

  private static ProcessBuilder command(String... words) {
    List<String> command =
        Stream.concat(Stream.of(Checkout.launcher().toString()), Stream.of(words)).toList();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("XDG_RUNTIME_DIR", directory.resolve("run").toString());
    builder.environment().put("XDG_STATE_HOME", directory.resolve("state").toString());
    return builder;
  }
}
