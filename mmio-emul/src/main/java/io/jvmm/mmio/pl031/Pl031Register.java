package io.jvmm.mmio.pl031;

import io.jvmm.mmio.primecell.PrimeCellId;
import io.jvmm.mmio.primecell.PrimeCellRegister;

/**
 * The PL031's registers (Arm DDI 0224C, chapter 3). All are words; those that tell what it is are
 * bytes, too, for edk2 loads them so.
 */
enum Pl031Register implements PrimeCellRegister {
  RTCDR(0x000, Mode.READ_ONLY, "data: the time in seconds"),
  RTCMR(0x004, Mode.READ_WRITE, "match: the time of the alarm in seconds"),
  RTCLR(0x008, Mode.READ_WRITE, "load: sets the time in seconds; reads what was last stored"),
  RTCCR(0x00c, Mode.READ_WRITE, "control: reads as 1, started; it cannot be stopped"),
  RTCIMSC(0x010, Mode.READ_WRITE, "interrupt mask: a 1 lets the alarm through"),
  RTCRIS(0x014, Mode.READ_ONLY, "alarm before the mask: the time has come to RTCMR"),
  RTCMIS(0x018, Mode.READ_ONLY, "alarm behind the mask: the level of the interrupt line"),
  RTCICR(0x01c, Mode.WRITE_ONLY, "interrupt clear: a 1 clears the alarm"),
  RTCPeriphID(
      new Row(
          PrimeCellId.OFFSET,
          PrimeCellId.LENGTH / WORD,
          Mode.READ_ONLY,
          "RTCPeriphID0-3 and RTCPCellID0-3: 31 10 04 00, 0d f0 05 b1"));

  @SuppressWarnings("ImmutableEnumChecker") // a record of numbers and constants
  private final Row row;

  Pl031Register(int offset, Mode mode, String note) {
    this(new Row(offset, mode, note));
  }

  Pl031Register(Row row) {
    this.row = row;
  }

  @Override
  public Row row() {
    return row;
  }

  @Override
  public int widths() {
    return this == RTCPeriphID ? PrimeCellRegister.super.widths() : WORD;
  }
}
