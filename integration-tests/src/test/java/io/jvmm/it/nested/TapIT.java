package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.linux.IoVector;
import io.jvmm.linux.tap.TapInterface;
import io.jvmm.linux.tap.TapQueue;
import io.jvmm.linux.tap.TapSetup;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.spec.NetworkAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The host's own tap interfaces: the test is the guest, the host's kernel the other end. */
@Timeout(60)
@EnabledIfSystemProperty(
    named = "user.name",
    matches = "root",
    disabledReason = "to make interfaces takes CAP_NET_ADMIN")
class TapIT {
  private static final String NAME = "jvmmtap0";
  private static final TapSetup PLAIN = new TapSetup(1500, Optional.empty(), Optional.empty());
  private static final TapSetup ADDRESSED =
      new TapSetup(1400, Optional.of(NetworkAddress.parse("192.0.2.1/24")), Optional.empty());

  /** Who has 192.0.2.1? Tell 192.0.2.2 (RFC 826), from 02:00:00:00:00:01. */
  private static final byte[] ARP_REQUEST =
      HexFormat.of()
          .parseHex(
              "ffffffffffff0200000000010806"
                  + "0001080006040001020000000001c0000202000000000000c0000201");

  private static final int ARP = 0x0806;
  private static final int ETHER_TYPE = TapInterface.HEADER_BYTES + 12;

  private final Arena arena = Arena.ofAuto();
  private final MemorySegment packet = arena.allocate(1 << 16);

  @Test
  void theHostAnswersWhatIsWritten() {
    try (TapInterface tap = TapInterface.open(NAME, 1)) {
      tap.configure(ADDRESSED);
      TapQueue queue = tap.queues().getFirst();

      assertThat(queue.write(request())).isTrue();

      int length = awaitArp(queue);
      assertThat(length).isEqualTo(TapInterface.HEADER_BYTES + ARP_REQUEST.length);
      assertThat(packet.get(ValueLayout.JAVA_BYTE, ETHER_TYPE + 9L))
          .as("a reply")
          .isEqualTo((byte) 2);
    }
  }

  @Test
  void anInterfaceThatWasMadeHasItsMtuAndEndsWithItsUse() throws SocketException {
    try (TapInterface tap = TapInterface.open(NAME, 1)) {
      tap.configure(ADDRESSED);

      NetworkInterface seen = NetworkInterface.getByName(NAME);
      assertThat(seen.getMTU()).isEqualTo(1400);
      assertThat(seen.isUp()).isTrue();
      assertThat(seen.getInterfaceAddresses())
          .extracting(
              each -> each.getAddress().getHostAddress() + "/" + each.getNetworkPrefixLength())
          .contains("192.0.2.1/24");
    }
    assertThat(TapInterface.exists(NAME)).isFalse();
  }

  @Test
  void aRingEndsTheWaitForPackets() throws Exception {
    try (TapInterface tap = TapInterface.open(NAME, 1)) {
      TapQueue queue = tap.queues().getFirst();
      assertThat(queue.read(packet)).isZero();
      CompletableFuture<Void> waiting =
          CompletableFuture.runAsync(queue.arrivals()::await, task -> new Thread(task).start());

      queue.arrivals().ring();

      waiting.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void aPacketOfWhichTheHeaderMakesNoSenseIsNotTaken() {
    try (TapInterface tap = TapInterface.open(NAME, 1)) {
      tap.configure(PLAIN);
      IoVector nonsense = request();
      packet.set(ValueLayout.JAVA_BYTE, 0, (byte) 1); // a checksum is wanted, ...
      packet.set(ValueLayout.JAVA_SHORT_UNALIGNED, 6, (short) -1); // ... from far behind the end on

      assertThat(tap.queues().getFirst().write(nonsense)).isFalse();
    }
  }

  @Test
  void theHostSendsByTheQueuesThatAreUsed() {
    try (TapInterface tap = TapInterface.open(NAME, 2)) {
      tap.configure(ADDRESSED);
      TapQueue first = tap.queues().getFirst();
      TapQueue second = tap.queues().getLast();

      first.setAttached(false);

      assertThat(first.write(request())).isTrue();
      assertThat(awaitArp(second)).isPositive();
      assertThat(first.read(packet)).isZero();
    }
  }

  @Test
  void segmentationGoesOnlyWithChecksums() {
    try (TapInterface tap = TapInterface.open(NAME, 1)) {
      tap.setOffloads(Set.of(TapInterface.Offload.CHECKSUM, TapInterface.Offload.TCP4));
      tap.setOffloads(Set.of());

      assertThatThrownBy(() -> tap.setOffloads(Set.of(TapInterface.Offload.TCP4)))
          .isInstanceOf(HostException.class)
          .hasMessageContaining("TUNSETOFFLOAD([TCP4])");
    }
  }

  @Test
  void anInterfaceInUseIsRefused() {
    try (TapInterface tap = TapInterface.open(NAME, 1)) {
      assertThat(tap.name()).isEqualTo(NAME);
      assertThatThrownBy(() -> TapInterface.open(NAME, 1))
          .isInstanceOf(HostException.class)
          .hasMessageContaining("in use");
    }
  }

  @Test
  void anInterfaceThatIsNoTapIsRefused() {
    assertThatThrownBy(() -> TapInterface.open("lo", 1))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("is no tap");
  }

  @Test
  void anInterfaceThatWasThereKeepsItsAddress() {
    try (TapInterface first = TapInterface.open(NAME, 2);
        TapInterface second = TapInterface.open(NAME, 2)) {
      assertThat(first.queues()).hasSize(2);
      second.configure(PLAIN);

      assertThatThrownBy(() -> second.configure(ADDRESSED))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("exists already");
    }
  }

  @Test
  void aBridgeThatDoesNotExistIsRefused() {
    try (TapInterface tap = TapInterface.open(NAME, 1)) {
      TapSetup bridged = new TapSetup(1500, Optional.empty(), Optional.of("nobridge"));

      assertThatThrownBy(() -> tap.configure(bridged))
          .isInstanceOf(HostException.class)
          .hasMessageStartingWith("SIOCBRADDIF(nobridge) failed with ENODEV (19): ");
    }
  }

  private IoVector request() {
    IoVector pieces = new IoVector(arena);
    packet.fill((byte) 0);
    MemorySegment frame = packet.asSlice(TapInterface.HEADER_BYTES, ARP_REQUEST.length);
    frame.copyFrom(MemorySegment.ofArray(ARP_REQUEST));
    pieces.add(packet.asSlice(0, TapInterface.HEADER_BYTES));
    pieces.add(frame);
    return pieces;
  }

  /** The host may have something else to say first: it looks for routers. */
  private int awaitArp(TapQueue queue) {
    while (true) {
      int length = queue.read(packet);
      if (length == 0) {
        queue.arrivals().await();
      } else if (Short.reverseBytes(packet.get(ValueLayout.JAVA_SHORT_UNALIGNED, ETHER_TYPE))
          == ARP) {
        return length;
      }
    }
  }
}
