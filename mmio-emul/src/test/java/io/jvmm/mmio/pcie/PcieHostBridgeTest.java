package io.jvmm.mmio.pcie;

import static io.jvmm.mmio.pcie.PcieGuest.BAR_0;
import static io.jvmm.mmio.pcie.PcieGuest.COMMAND;
import static io.jvmm.mmio.pcie.PcieGuest.MASTER;
import static io.jvmm.mmio.pcie.PcieGuest.MEMORY;
import static io.jvmm.mmio.pcie.PcieGuest.MSIX_CONTROL;
import static io.jvmm.mmio.pcie.PcieGuest.MSIX_ENABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.error.ConfigurationException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** PCI Local Bus 3.0, 2.2.6, 6.2.4 and 6.2.5: windows, base addresses, INTx. */
class PcieHostBridgeTest {
  private static final long LOW = PcieGuest.WINDOW_32.start().value();
  private static final long HIGH = PcieGuest.WINDOW_64.start().value();
  private static final int INTERRUPT_DISABLE = 1 << 10;
  private static final int INTERRUPT_STATUS = 1 << 3;

  private final PcieGuest guest = new PcieGuest(5);

  @Test
  void registersAreWhereTheirBaseAddressPoints() {
    guest.start(1, HIGH + 0x2000, LOW);
    guest.store(HIGH + 0x2010, 4, 7);

    assertThat(guest.load(HIGH + 0x2008, 4)).isEqualTo(FakeFunction.READS + 8);
    assertThat(guest.functions.getFirst().writes()).containsExactly("0x7 to +0x10");
  }

  @Test
  void aWideBaseAddressMayPointBelowFourGibibytes() {
    guest.start(1, LOW + 0x5000, LOW);

    assertThat(guest.load(LOW + 0x5000, 4)).isEqualTo(FakeFunction.READS);
  }

  @Test
  void registersMoveWithTheirBaseAddress() {
    guest.start(1, HIGH, LOW);
    guest.config(1, BAR_0, 4, 0x1000);

    assertThat(guest.load(HIGH, 4)).isEqualTo(0xffff_ffffL);
    assertThat(guest.load(HIGH + 0x1000, 4)).isEqualTo(FakeFunction.READS);
  }

  @Test
  void nothingIsThereUntilMemorySpaceIsEnabled() {
    guest.start(1, HIGH, LOW);
    guest.config(1, COMMAND, 2, MASTER);
    assertThat(guest.load(HIGH, 4)).isEqualTo(0xffff_ffffL);

    guest.config(1, COMMAND, 2, MEMORY);
    assertThat(guest.load(HIGH, 4)).isEqualTo(FakeFunction.READS);
  }

  @Test
  void readsOfNothingAreAllOnesAndWritesAreIgnored() {
    guest.store(HIGH + 0x8000, 4, 1);

    assertThat(guest.accepts(HIGH + 0x8000, 8)).isTrue();
    assertThat(guest.load(HIGH + 0x8000, 8)).isEqualTo(-1);
    assertThat(guest.load(LOW, 1)).isEqualTo(0xff);
  }

  @Test
  void anAccessThatTheDeviceHasNoRegisterForIsForTheBusToReport() {
    guest.start(1, HIGH, LOW);

    assertThat(guest.accepts(HIGH, 2)).isFalse();
    assertThat(guest.load(HIGH, 2)).isEqualTo(0xffff);
  }

  @Test
  void whereTwoOverlapTheLowerDeviceAnswers() {
    guest.start(2, HIGH, LOW);
    guest.start(1, HIGH, LOW + 0x1000);
    guest.store(HIGH, 4, 1);

    assertThat(guest.functions.get(0).writes()).hasSize(1);
    assertThat(guest.functions.get(1).writes()).isEmpty();
  }

  @Test
  void aBaseAddressAtTheEndOfTheAddressSpaceIsJustOutOfReach() {
    guest.start(1, -0x1000, LOW);

    assertThat(guest.load(HIGH, 4)).isEqualTo(0xffff_ffffL);
  }

  @Test
  void aFunctionIsToldWhereItsRegistersAre() {
    guest.start(1, HIGH, LOW);
    guest.config(1, BAR_0, 4, 0x1000);
    guest.config(1, COMMAND, 2, MASTER);

    assertThat(guest.functions.getFirst().places())
        .containsExactly(
            Long.toHexString(HIGH), "nowhere", Long.toHexString(HIGH + 0x1000), "nowhere");
  }

  @Test
  void ofTwoAtOnePlaceTheLowerIsToldAndTheOtherOnceThatHasMoved() {
    guest.start(2, HIGH, LOW);
    guest.start(1, HIGH, LOW + 0x1000);
    assertThat(guest.functions.get(0).places()).containsExactly(Long.toHexString(HIGH));
    assertThat(guest.functions.get(1).places()).containsExactly(Long.toHexString(HIGH), "nowhere");

    guest.config(1, BAR_0, 4, 0x1000);

    assertThat(guest.functions.get(1).places()).last().isEqualTo(Long.toHexString(HIGH));
  }

  @Test
  void registersOutsideTheWindowsAreNowhere() {
    guest.start(1, 0x4000_0000, LOW);
    guest.start(2, -0x1000, LOW + 0x1000);

    assertThat(guest.functions.get(0).places()).isEmpty();
    assertThat(guest.functions.get(1).places()).isEmpty();
  }

  @Test
  void linesAreSwizzledByDeviceAndShared() {
    guest.functions.get(0).interrupts().setLine(true);
    assertThat(guest.line(3 + 1).isAsserted()).as("device 1").isTrue();

    guest.functions.get(4).interrupts().setLine(true);
    guest.functions.get(0).interrupts().setLine(false);
    assertThat(guest.line(3 + 1).isAsserted()).as("device 5 shares it").isTrue();

    guest.functions.get(4).interrupts().setLine(false);
    assertThat(guest.line(3 + 1).isAsserted()).isFalse();
  }

  @Test
  void aDisabledLineIsLowButItsStatusIsShown() {
    guest.functions.getFirst().interrupts().setLine(true);
    assertThat(guest.config(1, 0x06, 2) & INTERRUPT_STATUS).isNotZero();

    guest.config(1, COMMAND, 2, INTERRUPT_DISABLE);
    assertThat(guest.line(4).isAsserted()).isFalse();
    assertThat(guest.config(1, COMMAND, 4) >>> 16 & INTERRUPT_STATUS).isNotZero();

    guest.config(1, COMMAND, 2, 0);
    assertThat(guest.line(4).isAsserted()).isTrue();
  }

  @Test
  void aFunctionThatSendsMessagesDoesNotUseItsLine() {
    guest.functions.getFirst().interrupts().setLine(true);
    guest.config(1, MSIX_CONTROL, 2, MSIX_ENABLE);

    assertThat(guest.line(4).isAsserted()).isFalse();
    assertThat(guest.functions.getFirst().interrupts().messagesEnabled()).isTrue();
  }

  @Test
  void theBusHasRoomFor31DevicesAndSaysWhatToDo() {
    for (int i = guest.functions.size(); i < PcieHostBridge.DEVICES; i++) {
      guest.plug();
    }

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(guest::plug)
        .withMessageContaining("room for 31")
        .withMessageContaining("fewer disks");
  }

  @Test
  void itsNodeIsThatOfAGenericEcamHost() {
    DeviceTreeNode node = guest.bridge.describe(1, 4);

    assertThat(node.name()).isEqualTo("pcie@3f000000");
    assertThat(node.properties())
        .containsKeys("reg", "device_type", "ranges", "msi-map", "dma-coherent");
    assertThat(cells(node, "bus-range")).containsExactly(0, 15);
    assertThat(cells(node, "msi-map")).containsExactly(0, 4, 0, 0x1_0000);
    assertThat(cells(node, "ranges"))
        .containsExactly(
            0x0200_0000,
            0,
            0x1000_0000,
            0,
            0x1000_0000,
            0,
            0x1000_0000, //
            0x0300_0000,
            1,
            0,
            1,
            0,
            0,
            0x4000_0000);
  }

  @Test
  void theInterruptMapIsTheSwizzle() {
    int[] map = cells(guest.bridge.describe(1, 4), "interrupt-map");

    assertThat(map).hasSize(16 * 10);
    assertThat(map).startsWith(0, 0, 0, 1, 1, 0, 0, 0, 3, 4);
    assertThat(map).endsWith(3 << 11, 0, 0, 4, 1, 0, 0, 0, 3 + 2, 4);
  }

  @Test
  void noSequenceOfAccessesMakesItFail() {
    Random random = new Random(11);
    for (int i = 0; i < 100_000; i++) {
      int width = 1 << random.nextInt(4);
      long address = (random.nextBoolean() ? LOW : HIGH) + (random.nextInt(0x4000) & -width);
      switch (random.nextInt(3)) {
        case 0 -> guest.load(address, width);
        case 1 -> guest.store(address, width, random.nextInt());
        default -> guest.config(1 + random.nextInt(5), random.nextInt(0x20) * 4, 4, wild(random));
      }
    }
    assertThat(guest.messages).allMatch(message -> message.requester() >>> 3 <= 5);
  }

  /** Often a number that makes sense: an address in a window, or bits of the command register. */
  private static long wild(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> LOW + random.nextInt(4) * 0x1000L;
      case 1 -> MEMORY | MASTER;
      case 2 -> (long) MSIX_ENABLE << 16;
      default -> random.nextInt();
    };
  }

  private static int[] cells(DeviceTreeNode node, String property) {
    ByteBuffer bytes = ByteBuffer.wrap(node.properties().get(property));
    int[] cells = new int[bytes.remaining() / Integer.BYTES];
    bytes.asIntBuffer().get(cells);
    return cells;
  }
}
