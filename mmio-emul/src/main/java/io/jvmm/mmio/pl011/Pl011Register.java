package io.jvmm.mmio.pl011;

import io.jvmm.mmio.primecell.PrimeCellId;
import io.jvmm.mmio.primecell.PrimeCellRegister;

/** The PL011's registers (Arm DDI 0183G, chapter 3). */
enum Pl011Register implements PrimeCellRegister {
  UARTDR(0x000, Mode.READ_WRITE, "data: a load takes the next byte received, a store sends one"),
  UARTRSR_UARTECR(0x004, Mode.READ_WRITE, "receive errors of the last byte; a store clears them"),
  UARTFR(0x018, Mode.READ_ONLY, "flags: FIFOs and modem lines"),
  UARTILPR(0x020, Mode.RAZ_WI, "IrDA low-power counter: no infrared transceiver is attached"),
  UARTIBRD(0x024, Mode.READ_WRITE, "baud rate, integer part: stored, without effect"),
  UARTFBRD(0x028, Mode.READ_WRITE, "baud rate, fraction: stored, without effect"),
  UARTLCR_H(0x02c, Mode.READ_WRITE, "line control: FEN and BRK act, the line's format is stored"),
  UARTCR(0x030, Mode.READ_WRITE, "control: RXE, LBE and in loopback the modem lines act"),
  UARTIFLS(0x034, Mode.READ_WRITE, "FIFO levels: that of the receive interrupt acts"),
  UARTIMSC(0x038, Mode.READ_WRITE, "interrupt mask: a 1 lets an interrupt through"),
  UARTRIS(0x03c, Mode.READ_ONLY, "interrupts before the mask"),
  UARTMIS(0x040, Mode.READ_ONLY, "interrupts behind the mask"),
  UARTICR(0x044, Mode.WRITE_ONLY, "interrupt clear: a 1 clears an interrupt"),
  UARTDMACR(0x048, Mode.RAZ_WI, "DMA control: no DMA controller is attached"),
  UARTTCR(0x080, Mode.RAZ_WI, "test control: for the maker's integration tests only"),
  UARTITIP(0x084, Mode.RAZ_WI, "test input: as UARTTCR"),
  UARTITOP(0x088, Mode.RAZ_WI, "test output: as UARTTCR"),
  UARTTDR(0x08c, Mode.RAZ_WI, "test data: as UARTTCR"),
  UARTPeriphID(
      new Row(
          PrimeCellId.OFFSET,
          PrimeCellId.LENGTH / WORD,
          Mode.READ_ONLY,
          "UARTPeriphID0-3 and UARTPCellID0-3: 11 10 34 00, 0d f0 05 b1 (r1p5: 32-byte FIFOs)"));

  @SuppressWarnings("ImmutableEnumChecker") // a record of numbers and constants
  private final Row row;

  Pl011Register(int offset, Mode mode, String note) {
    this(new Row(offset, mode, note));
  }

  Pl011Register(Row row) {
    this.row = row;
  }

  @Override
  public Row row() {
    return row;
  }
}
