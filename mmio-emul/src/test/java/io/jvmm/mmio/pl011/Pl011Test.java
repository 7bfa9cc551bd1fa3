package io.jvmm.mmio.pl011;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.RegisterMap;
import io.jvmm.vmm.testkit.GeneratedTable;
import io.jvmm.vmm.testkit.RecordingIrq;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Pl011Test {
  private static final int DR = 0x00;
  private static final int RSR = 0x04;
  private static final int FR = 0x18;
  private static final int IBRD = 0x24;
  private static final int FBRD = 0x28;
  private static final int LCR_H = 0x2c;
  private static final int CR = 0x30;
  private static final int IFLS = 0x34;
  private static final int IMSC = 0x38;
  private static final int RIS = 0x3c;
  private static final int MIS = 0x40;
  private static final int ICR = 0x44;

  private static final int RX = 1 << 4;
  private static final int TX = 1 << 5;
  private static final int RT = 1 << 6;
  private static final int BE = 1 << 9;
  private static final int OE = 1 << 10;
  private static final int FIFO_ENABLED = 0x70;
  private static final int LOOPBACK = 0x381; // UARTEN, LBE, TXE, RXE
  private static final int OVERRUN = 1 << 11; // in UARTDR
  private static final int RXFE = 1 << 4;
  private static final int RXFF = 1 << 6;

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final RecordingIrq irq = new RecordingIrq();
  private final Pl011 uart = new Pl011(sent::write, irq);

  private long read(int offset) {
    return uart.read(new Access(offset, 4));
  }

  private void write(int offset, long value) {
    uart.write(new Access(offset, 4), value);
  }

  private int receiveAsManyAsFit() {
    int taken = 0;
    while (uart.receive((byte) taken)) {
      taken++;
    }
    return taken;
  }

  // What Linux's earlycon does: polls TXFF, then stores a byte (or a word).
  @Test
  void aStoredByteIsSentAtOnce() {
    for (byte b : "early\n".getBytes(StandardCharsets.US_ASCII)) {
      assertThat(read(FR) & 0x28).as("TXFF, BUSY").isZero();
      uart.write(new Access(DR, 1), b);
    }

    assertThat(sent.toString(StandardCharsets.US_ASCII)).isEqualTo("early\n");
    assertThat(read(FR) & 0x80).as("TXFE").isNotZero();
  }

  @Test
  void theResetStateIsTheHardwares() {
    assertThat(read(CR)).isEqualTo(0x300);
    assertThat(read(IFLS)).isEqualTo(0x12);
    assertThat(read(FR) & 0xf8).isEqualTo(0x90);
    assertThat(read(IMSC)).isZero();
    assertThat(read(RIS)).isZero();
    assertThat(read(LCR_H)).isZero();
  }

  @Test
  void theIdentificationIsThatOfAnR1p5Pl011() {
    byte[] id = new byte[8];
    for (int i = 0; i < 8; i++) {
      id[i] = (byte) read(0xfe0 + 4 * i);
    }

    assertThat(HexFormat.of().formatHex(id)).isEqualTo("111034000df005b1");
  }

  @ParameterizedTest
  @CsvSource({
    "0x24, 0xffff",
    "0x28, 0x3f",
    "0x2c, 0xff",
    "0x30, 0xff87",
    "0x34, 0x3f",
    "0x38, 0x7ff"
  })
  void registersKeepTheBitsTheyHave(String offset, String bits) {
    write(Integer.decode(offset), 0xffff_ffffL);

    assertThat(read(Integer.decode(offset))).isEqualTo((long) Integer.decode(bits));
  }

  @ParameterizedTest
  @CsvSource({"0x18", "0x3c", "0x40", "0xfe0", "0xffc"})
  void readOnlyRegistersIgnoreStores(String offset) {
    long before = read(Integer.decode(offset));

    write(Integer.decode(offset), 0xffff_ffffL);

    assertThat(read(Integer.decode(offset))).isEqualTo(before);
  }

  @Test
  void withoutFifoOneByteFits() {
    assertThat(receiveAsManyAsFit()).isEqualTo(1);
    assertThat(read(FR) & (RXFE | RXFF)).isEqualTo(RXFF);
  }

  @Test
  void withFifo32BytesFitAndComeOutInOrder() {
    write(LCR_H, FIFO_ENABLED);

    assertThat(receiveAsManyAsFit()).isEqualTo(32);

    assertThat(read(FR) & (RXFE | RXFF)).isEqualTo(RXFF);
    for (int i = 0; i < 32; i++) {
      assertThat(read(DR)).isEqualTo(i);
    }
    assertThat(read(FR) & (RXFE | RXFF)).isEqualTo(RXFE);
  }

  @Test
  void bytesAreUnsigned() {
    uart.receive((byte) 0xff);

    assertThat(read(DR)).isEqualTo(0xff);
  }

  @Test
  void anEmptyPortReadsZero() {
    assertThat(read(DR)).isZero();
    assertThat(read(FR) & RXFE).isNotZero();
  }

  @Test
  void aReceiverThatIsOffTakesNothing() {
    write(CR, 0x101); // UARTEN, TXE

    assertThat(uart.receive((byte) 1)).isFalse();
  }

  @Test
  void roomIsAnnouncedOnceAfterAByteWasRefused() {
    AtomicInteger announced = new AtomicInteger();
    uart.onReceiveReady(announced::incrementAndGet);
    receiveAsManyAsFit();

    read(DR);
    read(DR);

    assertThat(announced).hasValue(1);
    assertThat(uart.receive((byte) 1)).isTrue();
  }

  @Test
  void roomIsNotAnnouncedToNobody() {
    AtomicInteger announced = new AtomicInteger();
    uart.onReceiveReady(announced::incrementAndGet);
    uart.receive((byte) 1);

    read(DR);

    assertThat(announced).hasValue(0);
  }

  @Test
  void switchingTheReceiverOnAnnouncesRoom() {
    AtomicInteger announced = new AtomicInteger();
    uart.onReceiveReady(announced::incrementAndGet);
    write(CR, 0x101);
    uart.receive((byte) 1);

    write(CR, 0x301);

    assertThat(announced).hasValue(1);
  }

  @Test
  void aTransmitInterruptFollowsEveryStore() {
    write(IMSC, TX);
    assertThat(irq.isAsserted()).isFalse();

    write(DR, 'a');
    assertThat(irq.isAsserted()).isTrue();
    assertThat(read(MIS)).isEqualTo(TX);

    write(ICR, TX);
    assertThat(irq.isAsserted()).isFalse();
    assertThat(read(RIS)).isZero();
  }

  @Test
  void aMaskedInterruptShowsInRisOnly() {
    write(DR, 'a');

    assertThat(read(RIS)).isEqualTo(TX);
    assertThat(read(MIS)).isZero();
    assertThat(irq.risingEdges()).isZero();
  }

  @Test
  void unmaskingAPendingInterruptAssertsTheLine() {
    write(DR, 'a');

    write(IMSC, TX);
    assertThat(irq.isAsserted()).isTrue();

    write(IMSC, 0);
    assertThat(irq.isAsserted()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0, 4", "1, 8", "2, 16", "3, 24", "4, 28", "7, 28"})
  void theReceiveInterruptComesAtTheProgrammedLevel(int select, int level) {
    write(LCR_H, FIFO_ENABLED);
    write(IFLS, select << 3);
    write(IMSC, RX);

    for (int i = 1; i < level; i++) {
      uart.receive((byte) i);
    }
    assertThat(irq.isAsserted()).isFalse();
    uart.receive((byte) level);
    assertThat(irq.isAsserted()).isTrue();

    read(DR);
    assertThat(irq.isAsserted()).isFalse();
  }

  @Test
  void loweringTheLevelBelowWhatIsThereAssertsTheInterrupt() {
    write(LCR_H, FIFO_ENABLED);
    write(IMSC, RX);
    for (int i = 0; i < 10; i++) {
      uart.receive((byte) i);
    }

    write(IFLS, 1 << 3);

    assertThat(irq.isAsserted()).isTrue();
  }

  @Test
  void withoutFifoEveryByteIsAtTheLevel() {
    write(IMSC, RX);

    uart.receive((byte) 1);
    assertThat(irq.isAsserted()).isTrue();

    read(DR);
    assertThat(irq.isAsserted()).isFalse();
  }

  @Test
  void theReceiveTimeoutStandsUntilTheFifoIsEmpty() {
    write(LCR_H, FIFO_ENABLED);
    write(IMSC, RT);

    uart.receive((byte) 1);
    uart.receive((byte) 2);
    assertThat(irq.isAsserted()).isTrue();
    read(DR);
    assertThat(irq.isAsserted()).isTrue();
    read(DR);
    assertThat(irq.isAsserted()).isFalse();
  }

  @Test
  void aClearedReceiveTimeoutComesBackWhileBytesAreLeft() {
    write(LCR_H, FIFO_ENABLED);
    write(IMSC, RT);
    uart.receive((byte) 1);
    uart.receive((byte) 2);

    write(ICR, RT);
    assertThat(irq.isAsserted()).isFalse();
    read(DR);
    assertThat(irq.isAsserted()).isTrue();
  }

  @Test
  void switchingTheFifoThrowsAwayWhatItHolds() {
    write(IMSC, RX | RT);
    uart.receive((byte) 1);

    write(LCR_H, FIFO_ENABLED);

    assertThat(read(FR) & RXFE).isNotZero();
    assertThat(irq.isAsserted()).isFalse();
  }

  @Test
  void inLoopbackWhatIsSentIsReceived() {
    write(CR, LOOPBACK);
    write(IMSC, RX);

    write(DR, 0x1a5);

    assertThat(irq.isAsserted()).isTrue();
    assertThat(read(DR)).isEqualTo(0xa5);
    assertThat(sent.toByteArray()).containsExactly(0xa5);
  }

  @Test
  void inLoopbackTheUserIsNotHeard() {
    AtomicInteger announced = new AtomicInteger();
    uart.onReceiveReady(announced::incrementAndGet);
    write(CR, LOOPBACK);

    assertThat(uart.receive((byte) 1)).isFalse();

    write(CR, 0x301);
    assertThat(announced).hasValue(1);
  }

  @ParameterizedTest
  @CsvSource({"0x000, 0x000, 0", "0x400, 0x002, 8", "0x800, 0x001, 2", "0x1000, 0x4, 4"})
  void inLoopbackTheModemLinesAreThePortsOwn(String outputs, String flags, int interrupt) {
    write(CR, LOOPBACK);
    write(ICR, 0x7ff);

    write(CR, LOOPBACK | Integer.decode(outputs));

    assertThat(read(FR) & 0x107).isEqualTo((long) Integer.decode(flags));
    assertThat(read(RIS)).isEqualTo(interrupt);
  }

  @Test
  void inLoopbackOut2IsTheRingIndicator() {
    write(CR, LOOPBACK);
    write(ICR, 0x7ff);
    write(IMSC, 1);

    write(CR, LOOPBACK | 0x2000);

    assertThat(read(FR) & 0x107).isEqualTo(0x100);
    assertThat(irq.isAsserted()).isTrue();
  }

  @Test
  void enteringLoopbackTakesTheModemAway() {
    write(CR, LOOPBACK);

    assertThat(read(RIS)).isEqualTo(0b1110);
  }

  @Test
  void aByteTooManyIsAnOverrunAndKeepsWhatIsThere() {
    write(CR, LOOPBACK);
    write(IMSC, OE);
    write(DR, 'a');

    write(DR, 'b');

    assertThat(irq.isAsserted()).isTrue();
    assertThat(read(RSR)).isEqualTo(0b1000);
    assertThat(read(DR)).isEqualTo('a' | OVERRUN);
  }

  @Test
  void theNextByteThatFitsEndsAnOverrun() {
    write(CR, LOOPBACK);
    write(DR, 'a');
    write(DR, 'b');
    read(DR);

    write(DR, 'c');

    assertThat(read(DR)).isEqualTo('c');
  }

  @Test
  void storingToTheErrorRegisterClearsIt() {
    write(CR, LOOPBACK);
    write(DR, 'a');
    write(DR, 'b');

    write(RSR, 0);

    assertThat(read(RSR)).isZero();
  }

  @Test
  void inLoopbackABreakIsReceivedOnceWithItsError() {
    write(CR, LOOPBACK);
    write(LCR_H, FIFO_ENABLED);
    write(IMSC, BE);

    write(LCR_H, FIFO_ENABLED | 1);
    write(LCR_H, FIFO_ENABLED | 1);

    assertThat(irq.isAsserted()).isTrue();
    assertThat(read(DR)).isEqualTo(0x400);
    assertThat(read(RSR)).isEqualTo(0b100);
    assertThat(read(FR) & RXFE).isNotZero();
  }

  @Test
  void errorsAreThoseOfTheByteLastTaken() {
    write(CR, LOOPBACK);
    write(LCR_H, FIFO_ENABLED);
    write(LCR_H, FIFO_ENABLED | 1);
    write(DR, 'a');
    read(DR);

    assertThat(read(DR)).isEqualTo('a');
    assertThat(read(RSR)).isZero();
  }

  @Test
  void aReceiverThatIsOffDoesNotHearTheLoopback() {
    write(CR, LOOPBACK & ~0x200);

    write(DR, 'a');

    assertThat(read(FR) & RXFE).isNotZero();
  }

  @Test
  void aRestoredPortGoesOnWhereTheSavedOneWas() {
    write(LCR_H, FIFO_ENABLED);
    write(IMSC, RX | RT);
    write(IBRD, 13);
    uart.receive((byte) 0xe1);
    uart.receive((byte) 2);
    RecordingIrq otherIrq = new RecordingIrq();
    Pl011 other = new Pl011(sent::write, otherIrq);

    other.restore(uart.save());

    assertThat(other.save()).isEqualTo(uart.save());
    assertThat(otherIrq.isAsserted()).isTrue();
    assertThat(other.read(new Access(DR, 4))).isEqualTo(0xe1);
    assertThat(other.read(new Access(DR, 4))).isEqualTo(2);
    assertThat(other.read(new Access(IBRD, 4))).isEqualTo(13);
    assertThat(otherIrq.isAsserted()).isFalse();
  }

  @Test
  void restoringTheResetStateResets() {
    write(LCR_H, FIFO_ENABLED);
    write(IMSC, RT);
    uart.receive((byte) 1);

    uart.restore(Pl011State.RESET);

    assertThat(uart.save()).isEqualTo(Pl011State.RESET);
    assertThat(irq.isAsserted()).isFalse();
  }

  @Test
  void aStateWithMoreBytesThanTheFifoHoldsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pl011State(0, 0, 0, 0, 0, 0, 0, 0, List.of(1, 2)))
        .withMessage("2 bytes in a receive FIFO of 1");
  }

  @ParameterizedTest
  @CsvSource({"1, 0x34", "2, 0x1234", "4, 0x1234"})
  void registersReadAsBytesHalfwordsAndWords(int width, String value) {
    write(IBRD, 0x1234);

    assertThat(uart.read(new Access(IBRD, width))).isEqualTo((long) Integer.decode(value));
  }

  @Test
  void registersAreAccessedFromTheirFirstByteOnAndAreNoDoublewords() {
    assertThat(uart.accepts(new Access(FBRD, 2))).isTrue();
    assertThat(uart.accepts(new Access(FBRD + 1, 1))).isFalse();
    assertThat(uart.accepts(new Access(0xfe5, 1))).isFalse();
    assertThat(uart.accepts(new Access(FBRD + 2, 2))).isFalse();
    assertThat(uart.accepts(new Access(FBRD, 8))).isFalse();
    assertThat(uart.accepts(new Access(0x008, 4))).isFalse();
    assertThat(uart.accepts(new Access(Long.MAX_VALUE, 1))).isFalse();
  }

  @Test
  void itsNodeIsWhatLinuxLooksFor() {
    DeviceTreeNode node =
        Pl011.describe(AddressRange.of(0x900_0000, Pl011.WINDOW_SIZE), IntId.spi(1), 7);

    assertThat(node.name()).isEqualTo("serial@9000000");
    assertThat(node.properties().keySet())
        .containsExactly("reg", "compatible", "interrupts", "clocks", "clock-names");
    assertThat(node.properties().get("compatible"))
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("arm,pl011\0arm,primecell\0");
    assertThat(node.properties().get("clock-names"))
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("uartclk\0apb_pclk\0");
    assertThat(node.properties().get("clocks")).containsExactly(0, 0, 0, 7, 0, 0, 0, 7);
  }

  @Test
  void whateverTheGuestDoesTheLineFollowsTheRegisters() {
    SplittableRandom random = new SplittableRandom(20260101);
    for (int i = 0; i < 500_000; i++) {
      Access access = new Access(random.nextInt(0x1010), 1 << random.nextInt(4));
      if (random.nextInt(4) == 0) {
        uart.receive((byte) i);
      }
      if (uart.accepts(access)) {
        uart.write(access, random.nextLong() >>> (64 - 8 * access.width()));
        assertThat(uart.read(access) >>> (8 * access.width())).isZero();
      }
      assertThat(irq.isAsserted()).isEqualTo(read(MIS) != 0);
    }
  }

  @Test
  void theDocumentationHasItsRegisters() throws Exception {
    GeneratedTable.ofDevice("pl011.md")
        .requireRegisters(RegisterMap.of(Pl011Register.class).rows());
  }
}
