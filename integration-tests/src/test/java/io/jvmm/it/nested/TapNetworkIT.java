package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.Shell;
import io.jvmm.it.nested.TestMachine.Outcome;
import io.jvmm.vmm.StopReason.Kind;
import io.jvmm.vmm.spec.MacAddress;
import io.jvmm.vmm.spec.NetworkSpec;
import io.jvmm.vmm.spec.RateSpec;
import io.jvmm.vmm.spec.TapSpec;
import io.jvmm.vmm.spec.TransportChoice;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Two guests on tap interfaces that jvmm makes, and that are ports of a bridge of the host's. */
@EnabledIfSystemProperty(
    named = "user.name",
    matches = "root",
    disabledReason = "to make interfaces takes CAP_NET_ADMIN")
class TapNetworkIT {
  private static final String BRIDGE = "jvmmbr0";
  private static final int LONGEST_SEGMENT = 1514; // of a frame without offloads
  private static final Pattern SENT = Pattern.compile("(\\d+) bytes in (\\d+) frames");

  @BeforeEach
  void makeBridge() throws Exception {
    run("ip link add %1$s type bridge && ip link set %1$s up".formatted(BRIDGE));
  }

  @AfterEach
  void removeBridge() throws Exception {
    run("ip link del " + BRIDGE);
  }

  private static void run(String command) throws Exception {
    Shell.Result result = Shell.run("", List.of("sh", "-c", command));
    assertThat(result.status()).as("%s: %s", command, result).isZero();
  }

  /** One of them has two pairs of queues on PCI, the other one pair on MMIO. */
  @Test
  void iperfAnSshLoginAndAFilePassFromGuestToGuestInLargeFrames() throws Exception {
    CompletableFuture<Void> ready = new CompletableFuture<>();
    TestMachine server =
        tools(
                """
                ip addr add 192.0.2.2/24 dev eth0; ip link set eth0 up
                ls /sys/class/net/eth0/queues
                /t/enter iperf3 -s -D; /t/enter dropbearkey -t ed25519 -f /tmp/key >/dev/null
                /t/enter dropbear -B -r /tmp/key
                mkfifo /tmp/open; nc -l -p 4000 <>/tmp/open >/tmp/got & echo now $((1 + 1)) listening
                until [ -e /tmp/visited ]; do usleep 100000; done; sha256sum </tmp/got; poweroff
                """)
            .cpus(2)
            .transport(TransportChoice.PCI)
            .network(tap("jvmmtap1", "02:00:00:00:00:02", 2))
            .whenPrinted("now 2 listening", _ -> ready.complete(null));
    TestMachine client =
        tools(
                """
                ip addr add 192.0.2.3/24 dev eth0; ip link set eth0 up
                cd /sys/class/net/eth0/statistics; bytes=$(cat tx_bytes); frames=$(cat tx_packets)
                /t/enter iperf3 -c 192.0.2.2 -n 2M && echo se''nt
                echo $(($(cat tx_bytes) - bytes)) bytes in $(($(cat tx_packets) - frames)) frames
                /t/enter iperf3 -c 192.0.2.2 -n 2M -R && echo recei''ved
                head -c 2097152 /dev/urandom >/tmp/data; sha256sum </tmp/data
                nc 192.0.2.2 4000 </tmp/data
                ssh="/t/enter dbclient -y -y root@192.0.2.2"
                $ssh id -un </dev/null; $ssh touch /tmp/visited </dev/null; poweroff
                """)
            .network(tap("jvmmtap2", "02:00:00:00:00:03", 1));

    CompletableFuture<Outcome> served = CompletableFuture.supplyAsync(server::run);
    ready.get(2, TimeUnit.MINUTES);
    Outcome outcome = client.run();

    assertThat(outcome.output())
        .containsPattern("(?m)^sent\\r?$")
        .containsPattern("(?m)^received\\r?$")
        .containsPattern("(?m)^root\\r?$");
    assertThat(meanFrame(outcome))
        .as("no frame is longer where none is left to the host to cut up")
        .isGreaterThan(LONGEST_SEGMENT);
    Outcome other = served.get(1, TimeUnit.MINUTES);
    assertThat(other.reason().kind()).isEqualTo(Kind.POWERED_OFF);
    assertThat(other.output()).contains("tx-1").contains(digest(outcome));
  }

  private static long meanFrame(Outcome outcome) {
    MatchResult sent = find(SENT, outcome);
    return Long.parseLong(sent.group(1)) / Long.parseLong(sent.group(2));
  }

  private static String digest(Outcome outcome) {
    return find(Pattern.compile("(?m)^[0-9a-f]{64}  -"), outcome).group();
  }

  private static MatchResult find(Pattern pattern, Outcome outcome) {
    Matcher matcher = pattern.matcher(outcome.output());
    assertThat(matcher.find()).as("%s in: %s", pattern, outcome.output()).isTrue();
    return matcher.toMatchResult();
  }

  private static TestMachine tools(String commands) {
    return TestMachine.example("tools").input("mkdir /t; mount /dev/vda /t\n" + commands);
  }

  private static NetworkSpec tap(String name, String mac, int queues) {
    return new NetworkSpec(
        NetworkSpec.Type.TAP,
        Optional.of(MacAddress.parse(mac)),
        1500,
        false,
        List.of(),
        Optional.of(new TapSpec(name, Optional.of(BRIDGE), Optional.empty(), queues)),
        RateSpec.unlimited(),
        RateSpec.unlimited());
  }
}
