package io.jvmm.it.nested.conformance;

import io.jvmm.monitor.machine.GuestLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Loads and stores of every width to devices, and to where none is. */
@ParameterizedClass
@MethodSource("io.jvmm.it.nested.conformance.GicMode#offered")
record MmioWidthIT(GicMode gic) {
  private static final long UART = GuestLayout.PL011.start().value();
  private static final long UARTFBRD = UART + 0x28;
  private static final long PERIPHERAL_ID0 = UART + 0xfe0;
  private static final long NOTHING = 0x0b00_0000;
  private static final long MAGIC = GuestLayout.virtio(0).start().value();
  private static final int ALL_ONES = -1;

  @Test
  void aRegisterIsReadByAsManyBytesAsTheGuestAsksFor() {
    GuestProgram program = gic.program();
    for (int width : new int[] {1, 2, 4}) {
      program.code().mov(8, ALL_ONES).mov(9, PERIPHERAL_ID0).load(width, 8, 9);
      program.check(8, 0x11, "UARTPeriphID0 by %d bytes".formatted(width));
    }
    gic.run(program.pass());
  }

  @Test
  void aRegisterKeepsTheBitsThatItHas() {
    GuestProgram program = gic.program();
    program.code().storeWord(UARTFBRD, 0xffff_ffff).loadWord(8, UARTFBRD);
    gic.run(program.check(8, 0x3f, "UARTFBRD").pass());
  }

  @Test
  void whereNothingIsEveryWidthReadsZeroAndNothingIsWritten() {
    GuestProgram program = gic.program();
    for (int width : new int[] {1, 2, 4, 8}) {
      program.code().mov(8, ALL_ONES).mov(9, NOTHING).store(width, 8, 9).load(width, 8, 9);
      program.check(8, 0, "nothing by %d bytes".formatted(width));
    }
    gic.run(program.pass());
  }

  @Test
  void aWidthThatARegisterDoesNotHaveReadsZero() {
    GuestProgram program = gic.program();
    program.code().loadWord(8, MAGIC);
    program.check(8, 0x7472_6976, "virtio-mmio MagicValue");
    program.code().mov(9, MAGIC).load(8, 8, 9);
    gic.run(program.check(8, 0, "MagicValue by 8 bytes").pass());
  }

  @Test
  void everyRegisterThatALoadCanGoToGetsTheValue() {
    GuestProgram program = gic.program();
    for (int register = 13; register < 31; register++) {
      program.code().mov(9, MAGIC).load(4, register, 9);
      program.check(register, 0x7472_6976, "x" + register);
    }
    gic.run(program.pass());
  }
}
