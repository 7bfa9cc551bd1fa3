package io.jvmm.it.nested.conformance;

import io.jvmm.monitor.machine.GuestLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Level-sensitive interrupts, by the PL011's transmit interrupt, and edge-triggered ones (Arm IHI
 * 0048, 3.2.4 and 4.3.7; IHI 0069, 4.1).
 */
@ParameterizedClass
@MethodSource("io.jvmm.it.nested.conformance.GicMode#offered")
record GicLevelAndEdgeIT(GicMode gic) {
  private static final int SERIAL = GuestLayout.PL011_IRQ.value();
  private static final int SPI = 100;
  private static final int PRIORITY = 0xa0;
  private static final long UART = GuestLayout.PL011.start().value();
  private static final long UARTIMSC = UART + 0x38;
  private static final long UARTICR = UART + 0x44;
  private static final int TRANSMIT = 1 << 5;

  /** Ready for the serial port's interrupt, whose line is low. */
  private GuestProgram ready() {
    return transmitInterrupt(gic.program(), false)
        .levelSensitive(SERIAL)
        .priority(SERIAL, PRIORITY)
        .route(SERIAL, 0)
        .enable(SERIAL);
  }

  /** Raises or lowers the line: the transmit FIFO is always empty. */
  private static GuestProgram transmitInterrupt(GuestProgram program, boolean asserted) {
    program.code().mov(9, UART).mov(10, 0).store(1, 10, 9); // NUL: makes the interrupt due
    program.code().storeWord(UARTIMSC, asserted ? TRANSMIT : 0);
    return program;
  }

  private static GuestProgram clear(GuestProgram program) {
    program.code().storeWord(UARTICR, TRANSMIT);
    return program;
  }

  @Test
  void aLevelThatStaysAssertedIsTakenAgainAfterItsEnd() {
    GuestProgram program = transmitInterrupt(ready(), true).takes(SERIAL).takesNothing();
    program.end(SERIAL).takes(SERIAL);
    gic.run(clear(program).end(SERIAL).takesNothing().acknowledgesNothing().pass());
  }

  @Test
  void aLevelThatGoesAwayIsPendingNoMore() {
    GuestProgram program = transmitInterrupt(ready(), true).isPending(SERIAL, true);
    gic.run(clear(program).isPending(SERIAL, false).takesNothing().pass());
  }

  @Test
  void clearingThePendingBitOfAnAssertedLevelDoesNothing() {
    gic.run(
        transmitInterrupt(ready(), true)
            .unpend(SERIAL)
            .isPending(SERIAL, true)
            .takes(SERIAL)
            .pass());
  }

  @Test
  void softwareCanMakeALevelPendingWhoseLineIsLow() {
    gic.run(ready().pend(SERIAL).takes(SERIAL).end(SERIAL).takesNothing().pass());
  }

  @Test
  void anEdgeIsTakenOnce() {
    gic.run(
        gic.program()
            .readySpi(SPI, PRIORITY)
            .pend(SPI)
            .pend(SPI)
            .takes(SPI)
            .end(SPI)
            .takesNothing()
            .pass());
  }
}
