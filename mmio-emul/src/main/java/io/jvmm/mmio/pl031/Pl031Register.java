package io.jvmm.mmio.pl031;

import io.jvmm.vmm.mmio.Register;

/** The PL031's registers (Arm DDI 0224C, chapter 3), all words. */
enum Pl031Register implements Register {
  RTCDR(0x000, Mode.READ_ONLY, "data: the time in seconds"),
  RTCMR(0x004, Mode.READ_WRITE, "match: the time of the alarm in seconds"),
  RTCLR(0x008, Mode.READ_WRITE, "load: sets the time in seconds; reads what was last stored"),
  RTCCR(0x00c, Mode.READ_WRITE, "control: reads as 1, started; it cannot be stopped"),
  RTCIMSC(0x010, Mode.READ_WRITE, "interrupt mask: a 1 lets the alarm through to RTCMIS"),
  RTCRIS(0x014, Mode.READ_ONLY, "alarm before the mask: the time has come to RTCMR"),
  RTCMIS(0x018, Mode.READ_ONLY, "alarm behind the mask; it is not wired to an interrupt"),
  RTCICR(0x01c, Mode.WRITE_ONLY, "interrupt clear: a 1 clears the alarm"),
  RTCPeriphID0(0xfe0, 0x31, "part number, low byte: 0x31"),
  RTCPeriphID1(0xfe4, 0x10, "designer Arm and part number: 0x10"),
  RTCPeriphID2(0xfe8, 0x04, "revision r0: 0x04"),
  RTCPeriphID3(0xfec, 0x00, "configuration: 0x00"),
  RTCPCellID0(0xff0, 0x0d, "PrimeCell identification: 0x0d"),
  RTCPCellID1(0xff4, 0xf0, "PrimeCell identification: 0xf0"),
  RTCPCellID2(0xff8, 0x05, "PrimeCell identification: 0x05"),
  RTCPCellID3(0xffc, 0xb1, "PrimeCell identification: 0xb1");

  private static final int WORD = 4;

  private final int offset;
  private final Mode mode;
  private final int identity;
  private final String note;

  Pl031Register(int offset, Mode mode, String note) {
    this(offset, mode, 0, note);
  }

  Pl031Register(int offset, int identity, String note) {
    this(offset, Mode.READ_ONLY, identity, note);
  }

  Pl031Register(int offset, Mode mode, int identity, String note) {
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
    return WORD;
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
