package io.jvmm.mmio.pcie;

import static io.jvmm.mmio.pcie.PcieGuest.COMMAND;
import static io.jvmm.mmio.pcie.PcieGuest.MASTER;
import static io.jvmm.mmio.pcie.PcieGuest.MEMORY;
import static io.jvmm.mmio.pcie.PcieGuest.MSIX_CONTROL;
import static io.jvmm.mmio.pcie.PcieGuest.MSIX_ENABLE;
import static io.jvmm.mmio.pcie.PcieGuest.MSIX_MASK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jvmm.vmm.irq.InterruptMessage;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.pci.PciInterrupts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PCI Local Bus 3.0, 6.8.2 and 6.8.3: MSI-X. */
class MsixTest {
  private static final int DEVICE = 2;
  private static final long TABLE = PcieGuest.WINDOW_32.start().value();
  private static final long PENDING = TABLE + 0x800;
  private static final long DOORBELL = 0x8_0809_0040L;

  private final PcieGuest guest = new PcieGuest(2);
  private final PciInterrupts function = guest.functions.get(1).interrupts();

  @BeforeEach
  void enable() {
    guest.start(DEVICE, PcieGuest.WINDOW_64.start().value(), TABLE);
    guest.config(DEVICE, MSIX_CONTROL, 2, MSIX_ENABLE);
  }

  private void program(int vector, int data, boolean masked) {
    long entry = TABLE + 16L * vector;
    guest.store(entry, 4, DOORBELL);
    guest.store(entry + 4, 4, DOORBELL >>> 32);
    guest.store(entry + 8, 4, data);
    guest.store(entry + 12, 4, masked ? 1 : 0);
  }

  private static InterruptMessage message(int data) {
    return new InterruptMessage(DOORBELL, data, DEVICE << 3);
  }

  @Test
  void aSignalSendsItsVectorsMessage() {
    program(1, 70, false);
    program(3, 71, false);

    function.signal(3);
    function.signal(1);

    assertThat(guest.messages).containsExactly(message(71), message(70));
  }

  @Test
  void allVectorsAreMaskedAtFirst() {
    for (int vector = 0; vector < PcieGuest.VECTORS; vector++) {
      assertThat(guest.load(TABLE + 16L * vector + 12, 4)).isEqualTo(1);
    }
  }

  @Test
  void aMaskedVectorIsPendingAndSentOnceWhenItIsUnmasked() {
    program(2, 70, true);
    function.signal(2);
    function.signal(2);
    assertThat(guest.messages).isEmpty();
    assertThat(guest.load(PENDING, 8)).isEqualTo(1 << 2);

    guest.store(TABLE + 2 * 16 + 12, 4, 0);

    assertThat(guest.messages).containsExactly(message(70));
    assertThat(guest.load(PENDING, 4)).isZero();
  }

  @Test
  void theFunctionMaskHoldsAllVectorsBack() {
    program(0, 70, false);
    program(1, 71, true);
    guest.config(DEVICE, MSIX_CONTROL, 2, MSIX_ENABLE | MSIX_MASK);
    function.signal(0);
    function.signal(1);
    assertThat(guest.load(PENDING, 4)).isEqualTo(0b11);

    guest.config(DEVICE, MSIX_CONTROL, 2, MSIX_ENABLE);

    assertThat(guest.messages).containsExactly(message(70));
    assertThat(guest.load(PENDING, 4)).isEqualTo(0b10);
  }

  @Test
  void aFunctionThatIsNoBusMasterSendsWhenItIsOne() {
    program(0, 70, false);
    guest.config(DEVICE, COMMAND, 2, MEMORY);
    function.signal(0);
    assertThat(guest.messages).isEmpty();

    guest.config(DEVICE, COMMAND, 2, MEMORY | MASTER);

    assertThat(guest.messages).containsExactly(message(70));
  }

  @Test
  void whatWasPendingIsForgottenWhenMessagesAreDisabled() {
    program(0, 70, true);
    function.signal(0);
    guest.config(DEVICE, MSIX_CONTROL, 2, 0);
    function.signal(1);
    guest.config(DEVICE, MSIX_CONTROL, 2, MSIX_ENABLE);

    assertThat(guest.load(PENDING, 4)).isZero();
  }

  @Test
  void onlyTheMaskBitOfAVectorsControlAndWholeWordsOfAddressAreStored() {
    guest.store(TABLE, 8, -1);
    guest.store(TABLE + 8, 8, -1);

    assertThat(guest.load(TABLE, 8)).isEqualTo(-4);
    assertThat(guest.load(TABLE + 8, 8)).isEqualTo(0x1_ffff_ffffL);
  }

  @Test
  void thePendingBitsAndTheGapCannotBeWritten() {
    guest.store(PENDING, 4, -1);
    guest.store(TABLE + 0x400, 4, -1);

    assertThat(guest.load(PENDING, 4)).isZero();
    assertThat(guest.load(TABLE + 0x400, 8)).isZero();
    assertThat(guest.load(TABLE + 0xff8, 8)).isZero();
  }

  @Test
  void theTableIsAccessedInWordsAndDoublewords() {
    assertThat(guest.accepts(TABLE, 4)).isTrue();
    assertThat(guest.accepts(TABLE, 8)).isTrue();
    assertThat(guest.accepts(TABLE, 2)).isFalse();
    assertThat(guest.accepts(TABLE + 4, 8)).isFalse();
  }

  @Test
  void theLargestTableHasItsPendingBitsBehindIt() {
    MsixTable table = new MsixTable(2048, 8, _ -> {});

    assertThat(table.pendingOffset()).isEqualTo(2048 * 16);
    assertThat(table.size()).isEqualTo(0x1_0000);
    table.control(true, false, true);
    table.signal(2047);
    assertThat(table.read(new Access(0x8000 + 252, 4))).isEqualTo(1L << 31);
    assertThat(table.read(new Access(0xfff8, 8))).isZero();
  }

  @Test
  void aTableThatPciCannotHaveIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new MsixTable(0, 8, _ -> {}));
    assertThatIllegalArgumentException().isThrownBy(() -> new MsixTable(2049, 8, _ -> {}));
  }
}
