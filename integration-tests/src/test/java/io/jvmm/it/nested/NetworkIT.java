package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.Checkout;
import io.jvmm.it.nested.TestMachine.Outcome;
import io.jvmm.vmm.StopReason;
import io.jvmm.vmm.StopReason.Kind;
import io.jvmm.vmm.spec.ForwardSpec;
import io.jvmm.vmm.spec.ForwardSpec.Protocol;
import io.jvmm.vmm.spec.HostEndpoint;
import io.jvmm.vmm.spec.MacAddress;
import io.jvmm.vmm.spec.NetworkSpec;
import io.jvmm.vmm.spec.RateSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Linux on a network of type user. The network's other end is the host's loopback, which the guest
 * finds at its gateway's address: no test needs a network outside.
 */
class NetworkIT {
  private static final String HELLO_PROMPT = "hello:~# ";
  private static final String GATEWAY = "10.0.2.2"; // the emulated host's own
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int LARGEST_MTU = 65520;

  @TempDir private Path directory;

  /** Each way has a connection of its own: passt cuts off what comes after the guest's FIN. */
  @Test
  void theGuestIsToldOfItsNetworkAndTenMegabytesPassUnchangedEachWay() throws Exception {
    byte[] fromHost = new byte[10 << 20];
    new Random(1).nextBytes(fromHost);
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      CompletableFuture<String> fromGuest =
          CompletableFuture.supplyAsync(() -> swap(server, fromHost));

      Outcome outcome =
          hello(
              network(LARGEST_MTU, true, List.of()),
              """
              ip addr show eth0; ip route; cat /etc/resolv.conf
              head -c %1$d /dev/urandom >/tmp/sent; nc %2$s %3$d </tmp/sent
              mkfifo /tmp/open; nc %2$s %3$d <>/tmp/open >/tmp/got
              sha256sum /tmp/sent /tmp/got; poweroff
              """
                  .formatted(fromHost.length, GATEWAY, server.getLocalPort()));

      assertThat(outcome.output())
          .contains("link/ether " + MacAddress.derived("test", 0))
          .contains("mtu " + LARGEST_MTU)
          .contains("inet 10.0.2.15/24")
          .contains("default via " + GATEWAY)
          .contains("nameserver 10.0.2.3")
          .contains(sha256(fromHost) + "  /tmp/got")
          .contains(fromGuest.get(1, TimeUnit.MINUTES) + "  /tmp/sent");
    }
  }

  /** Reads all that a first connection sends, and sends something else to a second one. */
  private static String swap(ServerSocket server, byte[] bytes) {
    try {
      String received = receive(server);
      try (Socket second = server.accept()) {
        second.getOutputStream().write(bytes);
      }
      return received;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String receive(ServerSocket server) throws IOException {
    try (Socket guest = server.accept()) {
      return sha256(guest.getInputStream().readAllBytes());
    }
  }

  @Test
  void twoInterfacesHaveTheirAddressesAndReachNoLoopbackThatWasNotAskedFor() throws Exception {
    MacAddress given = MacAddress.parse("02:00:00:12:34:56");
    NetworkSpec second =
        new NetworkSpec(
            NetworkSpec.Type.USER,
            Optional.of(given),
            9000,
            false,
            List.of(),
            Optional.empty(),
            RateSpec.unlimited(),
            RateSpec.unlimited());
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      String commands =
          "ip link; nc -w 5 %s %d </dev/null && echo reach''ed || echo block''ed; poweroff\n"
              .formatted(GATEWAY, server.getLocalPort());

      Outcome outcome = machine(commands).network(NetworkSpec.user()).network(second).run();

      String first = "eth0: .* mtu 1500 [^\\n]*\\n *link/ether ";
      assertThat(outcome.output())
          .containsPattern(first + MacAddress.derived("test", 0))
          .containsPattern("eth1: .* mtu 9000 [^\\n]*\\n *link/ether " + given)
          .contains("blocked")
          .doesNotContain("reached");
    }
  }

  /** From one guest to another, each on a network of its own, through the host's loopback. */
  @Test
  void iperfMeasuresBothWaysAndAnSshLoginLeadsIntoTheGuest() throws Exception {
    int iperf = freePort();
    int ssh = freePort();
    List<ForwardSpec> forwards = List.of(forward(iperf, 5201), forward(ssh, 22));
    CompletableFuture<Void> ready = new CompletableFuture<>();
    TestMachine server =
        tools(
                """
                /t/enter iperf3 -s -D; /t/enter dropbearkey -t ed25519 -f /tmp/key >/dev/null
                /t/enter dropbear -B -r /tmp/key; echo now $((1 + 1)) listening
                until [ -e /tmp/visited ]; do usleep 100000; done; poweroff
                """)
            .network(network(LARGEST_MTU, false, forwards))
            .whenPrinted("now 2 listening", _ -> ready.complete(null));
    TestMachine client =
        tools(
                """
                /t/enter iperf3 -c %1$s -p %2$d -n 2M && echo se''nt
                /t/enter iperf3 -c %1$s -p %2$d -n 2M -R && echo recei''ved
                ssh="/t/enter dbclient -y -y -p %3$d root@%1$s"
                $ssh id -un </dev/null; $ssh touch /tmp/visited </dev/null; poweroff
                """
                    .formatted(GATEWAY, iperf, ssh))
            .network(network(LARGEST_MTU, true, List.of()));

    CompletableFuture<Outcome> served = CompletableFuture.supplyAsync(server::run);
    ready.get(2, TimeUnit.MINUTES);
    Outcome outcome = client.run();

    assertThat(outcome.output())
        .containsPattern("(?m)^sent\\r?$")
        .containsPattern("(?m)^received\\r?$")
        .containsPattern("(?m)^root\\r?$");
    assertThat(served.get(1, TimeUnit.MINUTES).reason().kind()).isEqualTo(Kind.POWERED_OFF);
  }

  private static TestMachine tools(String commands) {
    return TestMachine.example("tools").input("mkdir /t; mount /dev/vda /t\n" + commands);
  }

  @Test
  void aGuestWhoseNetworkProgramIsKilledSeesItsLinkGoDown() {
    Outcome outcome =
        machine(
                "echo run$((1))ning; until [ $(cat /sys/class/net/eth0/carrier) = 0 ]; do "
                    + "usleep 10000; done; echo the link is do''wn; poweroff\n")
            .network(NetworkSpec.user())
            .whenPrinted(
                "run1ning",
                _ -> passt(ProcessHandle.current()).forEach(ProcessHandle::destroyForcibly))
            .run();

    assertThat(outcome.reason()).isEqualTo(StopReason.of(Kind.POWERED_OFF));
    assertThat(outcome.output()).contains("the link is down");
    assertThat(passt(ProcessHandle.current())).isEmpty();
  }

  @Test
  void aKilledMonitorLeavesNeitherPasstNorItsSocket() throws Exception {
    Path specification = directory.resolve("net.json");
    Files.writeString(
        specification,
        Files.readString(Checkout.prepared("hello"))
            .replace("\"networks\":[]", "\"networks\":[{\"type\":\"user\"}]"));
    Process monitor =
        new ProcessBuilder(Checkout.launcher().toString(), "run", specification.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    awaitPrompt(monitor.inputReader());
    ProcessHandle passt = passt(monitor.toHandle()).getFirst();
    ProcessHandle shell = passt.parent().orElseThrow();
    Path socket = Path.of(List.of(passt.info().arguments().orElseThrow()).getLast());
    assertThat(socket).exists();

    monitor.destroyForcibly();

    passt.onExit().get(1, TimeUnit.MINUTES);
    shell.onExit().get(1, TimeUnit.MINUTES);
    assertThat(socket.getParent()).doesNotExist();
  }

  private static void awaitPrompt(BufferedReader output) throws IOException {
    StringBuilder printed = new StringBuilder();
    while (printed.indexOf(HELLO_PROMPT) < 0) {
      int next = output.read();
      assertThat(next).as("end of output; before it: %s", printed).isNotNegative();
      printed.append((char) next);
    }
  }

  private static Outcome hello(NetworkSpec network, String commands) {
    return machine(commands).network(network).run();
  }

  private static TestMachine machine(String commands) {
    return TestMachine.example("hello").input(commands);
  }

  private static NetworkSpec network(int mtu, boolean hostLoopback, List<ForwardSpec> forwards) {
    return new NetworkSpec(
        NetworkSpec.Type.USER,
        Optional.empty(),
        mtu,
        hostLoopback,
        forwards,
        Optional.empty(),
        RateSpec.unlimited(),
        RateSpec.unlimited());
  }

  private static ForwardSpec forward(int port, int guest) {
    return new ForwardSpec(Protocol.TCP, new HostEndpoint("127.0.0.1", port), guest);
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, LOOPBACK)) {
      return probe.getLocalPort();
    }
  }

  /** Every passt that a process has started. */
  private static List<ProcessHandle> passt(ProcessHandle starter) {
    return starter
        .descendants()
        .filter(each -> each.info().command().filter(it -> it.endsWith("/passt")).isPresent())
        .toList();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
