package io.jvmm.mmio.pl061;

import io.jvmm.mmio.primecell.PrimeCellId;
import io.jvmm.mmio.primecell.PrimeCellRegister;

/** The PL061's registers (Arm DDI 0190B, chapter 3): a bit for each line. */
enum Pl061Register implements PrimeCellRegister {
  GPIODATA(
      new Row(
          0x000,
          0x100,
          Mode.READ_WRITE,
          "data: bits 9 to 2 of the address select the lines that an access sees and changes")),
  GPIODIR(0x400, Mode.READ_WRITE, "direction: a 1 makes a line an output"),
  GPIOIS(0x404, Mode.READ_WRITE, "interrupt sense: 0 edge, 1 level"),
  GPIOIBE(0x408, Mode.READ_WRITE, "interrupt both edges: a 1 overrides GPIOIEV"),
  GPIOIEV(0x40c, Mode.READ_WRITE, "interrupt event: 0 falling or low, 1 rising or high"),
  GPIOIE(0x410, Mode.READ_WRITE, "interrupt mask: a 1 lets a line's interrupt through"),
  GPIORIS(0x414, Mode.READ_ONLY, "interrupts before the mask"),
  GPIOMIS(0x418, Mode.READ_ONLY, "interrupts behind the mask"),
  GPIOIC(0x41c, Mode.WRITE_ONLY, "interrupt clear: a 1 clears a line's edge"),
  GPIOAFSEL(0x420, Mode.READ_WRITE, "mode control: stored, no hardware drives the lines"),
  GPIOITCR(
      new Row(
          0x600,
          6,
          Mode.RAZ_WI,
          "GPIOITCR, GPIOITIP1-2, GPIOITOP1-3: for the maker's integration tests only")),
  GPIOPeriphID(
      new Row(
          PrimeCellId.OFFSET,
          PrimeCellId.LENGTH / WORD,
          Mode.READ_ONLY,
          "GPIOPeriphID0-3 and GPIOPCellID0-3: 61 10 04 00, 0d f0 05 b1"));

  @SuppressWarnings("ImmutableEnumChecker") // a record of numbers and constants
  private final Row row;

  Pl061Register(int offset, Mode mode, String note) {
    this(new Row(offset, mode, note));
  }

  Pl061Register(Row row) {
    this.row = row;
  }

  @Override
  public Row row() {
    return row;
  }
}
