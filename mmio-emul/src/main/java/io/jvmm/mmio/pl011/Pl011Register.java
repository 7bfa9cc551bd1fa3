package io.jvmm.mmio.pl011;

import io.jvmm.vmm.mmio.Register;

/**
 * The PL011's registers (Arm DDI 0183G, chapter 3), all at word boundaries. They may be accessed as
 * bytes, halfwords or words from their first byte on; a narrow store is zero-extended.
 */
enum Pl011Register implements Register {
  UARTDR(0x000, Mode.READ_WRITE, "data: a load takes the next byte received, a store sends one"),
  UARTRSR_UARTECR(0x004, Mode.READ_WRITE, "receive errors: none ever happen; a store clears them"),
  UARTFR(0x018, Mode.READ_ONLY, "flags: FIFOs; CTS, DSR and DCD are always asserted"),
  UARTILPR(0x020, Mode.RAZ_WI, "IrDA low-power counter: no infrared transceiver is attached"),
  UARTIBRD(0x024, Mode.READ_WRITE, "baud rate, integer part: stored, without effect"),
  UARTFBRD(0x028, Mode.READ_WRITE, "baud rate, fraction: stored, without effect"),
  UARTLCR_H(0x02c, Mode.READ_WRITE, "line control: FEN acts, the line's format is stored"),
  UARTCR(0x030, Mode.READ_WRITE, "control: RXE acts, the rest is stored"),
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
  UARTPeriphID0(0xfe0, 0x11, "part number, low byte: 0x11"),
  UARTPeriphID1(0xfe4, 0x10, "designer Arm and part number: 0x10"),
  UARTPeriphID2(0xfe8, 0x34, "revision r1p5, which has 32-byte FIFOs: 0x34"),
  UARTPeriphID3(0xfec, 0x00, "configuration: 0x00"),
  UARTPCellID0(0xff0, 0x0d, "PrimeCell identification: 0x0d"),
  UARTPCellID1(0xff4, 0xf0, "PrimeCell identification: 0xf0"),
  UARTPCellID2(0xff8, 0x05, "PrimeCell identification: 0x05"),
  UARTPCellID3(0xffc, 0xb1, "PrimeCell identification: 0xb1");

  private static final int WORD = 4;
  private static final int BYTE_TO_WORD = 1 | 2 | 4;

  private final int offset;
  private final Mode mode;
  private final int identity;
  private final String note;

  Pl011Register(int offset, Mode mode, String note) {
    this(offset, mode, 0, note);
  }

  Pl011Register(int offset, int identity, String note) {
    this(offset, Mode.READ_ONLY, identity, note);
  }

  Pl011Register(int offset, Mode mode, int identity, String note) {
    this.offset = offset;
    this.mode = mode;
    this.identity = identity;
    this.note = note;
  }

  /** What an identification register holds; 0 for all others. */
  int identity() {
    return identity;
  }

  @Override
  public int offset() {
    return offset;
  }

  @Override
  public int length() {
    return WORD;
  }

  @Override
  public int widths() {
    return BYTE_TO_WORD;
  }

  @Override
  public Mode mode() {
    return mode;
  }

  @Override
  public String note() {
    return note;
  }
}
