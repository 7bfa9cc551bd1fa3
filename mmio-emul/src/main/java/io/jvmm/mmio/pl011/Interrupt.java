package io.jvmm.mmio.pl011;

/** The port's interrupt sources, and their bits in UARTIMSC, UARTRIS, UARTMIS and UARTICR. */
enum Interrupt {
  /** The ring indicator changed. */
  RI(0),
  /** Clear To Send changed. */
  CTS(1),
  /** Data Carrier Detect changed. */
  DCD(2),
  /** Data Set Ready changed. */
  DSR(3),
  /** The receive FIFO reached its level. */
  RX(4),
  /** The transmit FIFO passed its level. */
  TX(5),
  /** Bytes wait in the receive FIFO. */
  RT(6),
  /** A byte without a stop bit. */
  FE(7),
  /** A byte of the wrong parity. */
  PE(8),
  /** A break. */
  BE(9),
  /** A byte was lost for want of room. */
  OE(10);

  /** The bits of all of them. */
  static final int ALL = 0x7ff;

  private final int position;

  Interrupt(int position) {
    this.position = position;
  }

  int bit() {
    return 1 << position;
  }
}
