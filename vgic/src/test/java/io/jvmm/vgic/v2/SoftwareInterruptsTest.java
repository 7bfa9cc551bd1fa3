package io.jvmm.vgic.v2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** SGIs (Arm IHI 0048B, 4.3.15 to 4.3.17). */
class SoftwareInterruptsTest {
  private static final int ALL_BUT_SELF = 1 << 24;
  private static final int SELF = 2 << 24;
  private static final int RESERVED = 3 << 24;

  private final Guest guest = Guest.booted(8);

  @Test
  void anSgiGoesToTheProcessorsOfItsList() {
    send(0, 0b1000_0010 << 16 | 5);

    assertThat(interrupted()).isEqualTo(0b1000_0010);
    assertThat(guest.acknowledge(7)).isEqualTo(5);
  }

  @Test
  void anSgiCanGoToAllOthers() {
    send(3, ALL_BUT_SELF | 5);

    assertThat(interrupted()).isEqualTo(0b1111_0111);
  }

  @Test
  void anSgiCanGoToItsSender() {
    send(3, SELF | 0xff << 16 | 5);

    assertThat(interrupted()).isEqualTo(0b1000);
    assertThat(guest.acknowledge(3)).isEqualTo(3 << 10 | 5);
  }

  @Test
  void theReservedFilterSendsNothing() {
    send(3, RESERVED | 0xff << 16 | 5);

    assertThat(interrupted()).isZero();
  }

  @Test
  void processorsThatDoNotExistGetNothing() {
    Guest two = Guest.booted(2);

    two.store(0, Guest.SGIR, 0xfe << 16 | 5);
    two.store(0, Guest.SGIR, ALL_BUT_SELF | 6);

    assertThat(two.load(1, Guest.ISPENDR)).isEqualTo(1 << 5 | 1 << 6);
    assertThat(two.load(0, Guest.ISPENDR)).isZero();
  }

  @Test
  void eachSenderIsAcknowledgedInItsTurn() {
    send(6, 1 << 16 | 5);
    send(2, 1 << 16 | 5);
    send(2, 1 << 16 | 5);
    assertThat(guest.loadByte(0, Guest.SPENDSGIR + 5)).isEqualTo(0b0100_0100);

    assertThat(guest.loadCpu(0, Guest.HPPIR)).isEqualTo(2 << 10 | 5);
    assertThat(guest.acknowledge(0)).isEqualTo(2 << 10 | 5);
    guest.end(0, 2 << 10 | 5);
    assertThat(guest.acknowledge(0)).isEqualTo(6 << 10 | 5);
    guest.end(0, 6 << 10 | 5);
    assertThat(guest.acknowledge(0)).isEqualTo(Guest.NONE);
  }

  @Test
  void anSgiIsPendingUntilItsLastSenderIsAcknowledged() {
    send(6, 1 << 16 | 5);
    send(2, 1 << 16 | 5);

    guest.acknowledge(0);
    assertThat(guest.isPending(0, 5)).isTrue();
    assertThat(guest.irq(0)).isFalse();

    guest.end(0, 5);
    guest.acknowledge(0);
    assertThat(guest.isPending(0, 5)).isFalse();
  }

  @Test
  void pendingSgisAreSetAndClearedBySender() {
    guest.store(1, Guest.SPENDSGIR + 4, 0x00030000);
    guest.storeByte(1, Guest.CPENDSGIR + 6, 1);

    assertThat(guest.load(1, Guest.CPENDSGIR + 4)).isEqualTo(0x00020000);
    assertThat(guest.acknowledge(1)).isEqualTo(1 << 10 | 6);
  }

  @Test
  void clearingTheLastSenderTakesTheSignalBack() {
    send(2, 1 << 16 | 5);

    guest.storeByte(0, Guest.CPENDSGIR + 5, 0xff);

    assertThat(guest.irq(0)).isFalse();
    assertThat(guest.isPending(0, 5)).isFalse();
  }

  @Test
  void thePendingBitsOfSgisAreReadOnly() {
    guest.store(0, Guest.ISPENDR, 1 << 5);
    assertThat(guest.load(0, Guest.ISPENDR)).isZero();

    send(2, 1 << 16 | 5);
    guest.store(0, Guest.ICPENDR, 1 << 5);
    assertThat(guest.load(0, Guest.ISPENDR)).isEqualTo(1 << 5);
  }

  @Test
  void whatIsSentIsCounted() {
    send(2, 1 << 16 | 5);
    send(2, ALL_BUT_SELF | 5);

    assertThat(guest.gic.statistics().get(2).sgisSent()).isEqualTo(2);
    assertThat(guest.gic.statistics().get(0).sgisSent()).isZero();
  }

  private void send(int from, int written) {
    guest.store(from, Guest.SGIR, written);
  }

  private int interrupted() {
    int processors = 0;
    for (int processor = 0; processor < 8; processor++) {
      processors |= guest.irq(processor) ? 1 << processor : 0;
    }
    return processors;
  }
}
