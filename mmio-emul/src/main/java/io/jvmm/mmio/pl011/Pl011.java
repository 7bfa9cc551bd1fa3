package io.jvmm.mmio.pl011;

import io.jvmm.mmio.SerialOutput;
import io.jvmm.mmio.SerialReceiver;
import io.jvmm.mmio.primecell.PrimeCellId;
import io.jvmm.mmio.primecell.PrimeCellRegister;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.irq.LevelIrq;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioDevice;
import io.jvmm.vmm.mmio.Register.Mode;
import io.jvmm.vmm.mmio.RegisterMap;
import java.util.Objects;

/**
 * The PrimeCell PL011 serial port (Arm DDI 0183G), revision r1p5. Safe for use by any thread.
 *
 * <p>It differs from the hardware where there is no wire: a byte is sent before the store that
 * sends it is over, so the transmit FIFO is always empty, the port never busy, and every store
 * passes the level of the transmit interrupt. The 32 bit periods of the receive timeout are over as
 * soon as a byte is there. Bytes are sent whether or not UARTEN and TXE are set, and received
 * whether or not UARTEN is: small bare-metal programs rely on it.
 */
public final class Pl011 implements MmioDevice, SerialReceiver {
  /** How many bytes of addresses it takes. */
  public static final long WINDOW_SIZE = 0x1000;

  private static final RegisterMap<Pl011Register> REGISTERS = RegisterMap.of(Pl011Register.class);
  private static final PrimeCellId ID = new PrimeCellId(0x11, 0x34);

  // UARTDR; UARTRSR has the errors in its bits 0 to 3
  private static final int DR_BE = 1 << 10;
  private static final int DR_ERRORS_SHIFT = 8;
  private static final int RSR_OE = 1 << 3;
  private static final int RSR_OF_BYTE = 0b111;

  // UARTFR
  private static final int FR_RXFE = 1 << 4;
  private static final int FR_RXFF = 1 << 6;
  private static final int FR_TXFE = 1 << 7;

  // UARTLCR_H, UARTCR, UARTIFLS
  private static final int LCR_BRK = 1;
  static final int LCR_FEN = 1 << 4;
  private static final int CR_RXE = 1 << 9;
  private static final int RXIFLSEL_SHIFT = 3;

  /** The bits that registers have. */
  private static final int IBRD_BITS = 0xffff;

  private static final int FBRD_BITS = 0x3f;
  private static final int LCR_BITS = 0xff;
  private static final int CR_BITS = 0xff87;
  private static final int IFLS_BITS = 0x3f;

  private final SerialOutput output;
  private final LevelIrq irq;
  private volatile Runnable receiveReady = () -> {};

  // Everything below is guarded by this object's monitor.
  private final ReceiveFifo fifo = new ReceiveFifo();
  private int baudInteger;
  private int baudFraction;
  private int lineControl;
  private int control;
  private int levels;
  private int mask;
  private int raw;
  private int errors; // UARTRSR
  private boolean asserted;
  private boolean refused; // a byte, since the last call of receiveReady

  /**
   * A port in its reset state.
   *
   * @param output where the guest's bytes go
   * @param irq its combined interrupt, UARTINTR
   */
  public Pl011(SerialOutput output, LevelIrq irq) {
    this.output = output;
    this.irq = irq;
    restore(Pl011State.RESET);
  }

  /**
   * Its node (Linux, Documentation/devicetree/bindings/serial/pl011.yaml).
   *
   * @param window where it is
   * @param interrupt what its line is connected to
   * @param clock the phandle of the fixed clock that stands for both of its clocks
   */
  public static DeviceTreeNode describe(AddressRange window, IntId interrupt, int clock) {
    return DeviceTreeNode.device("serial", window)
        .strings("compatible", "arm,pl011", "arm,primecell")
        .levelInterrupt(interrupt)
        .cells("clocks", clock, clock)
        .strings("clock-names", "uartclk", "apb_pclk")
        .build();
  }

  /** All that it remembers. */
  public synchronized Pl011State save() {
    return new Pl011State(
        baudInteger,
        baudFraction,
        lineControl,
        control,
        levels,
        mask,
        raw,
        errors,
        fifo.contents());
  }

  /** Becomes what {@code state} was, its interrupt line included. */
  public synchronized void restore(Pl011State state) {
    baudInteger = state.integerDivisor() & IBRD_BITS;
    baudFraction = state.fractionalDivisor() & FBRD_BITS;
    lineControl = state.lineControl() & LCR_BITS;
    control = state.control() & CR_BITS;
    levels = state.levels() & IFLS_BITS;
    mask = state.mask() & Interrupt.ALL;
    raw = state.raw() & Interrupt.ALL;
    errors = state.errors() & (RSR_OE | RSR_OF_BYTE);
    fifo.clear((lineControl & LCR_FEN) != 0);
    state.received().forEach(fifo::add);
    updateLine();
  }

  @Override
  public void onReceiveReady(Runnable action) {
    receiveReady = action;
  }

  /** A byte for the guest; refused if the FIFO is full, the receiver off, or in loopback. */
  @Override
  public synchronized boolean receive(byte received) {
    if (!canReceive()) {
      refused = true;
      return false;
    }
    take(Byte.toUnsignedInt(received));
    updateLine();
    return true;
  }

  private boolean canReceive() {
    return (control & CR_RXE) != 0 && !ModemLines.inLoopback(control) && !fifo.isFull();
  }

  private void take(int entry) {
    errors &= ~RSR_OE;
    fifo.add(entry);
    raise(Interrupt.RT);
    raiseAtLevel();
  }

  @Override
  public String name() {
    return "pl011";
  }

  @Override
  public boolean accepts(Access access) {
    return PrimeCellRegister.find(REGISTERS, access) != null;
  }

  @Override
  public long read(Access access) {
    Pl011Register register = Objects.requireNonNull(REGISTERS.find(access));
    long value = value(register, access);
    if (register == Pl011Register.UARTDR) {
      announceRoom();
    }
    return access.width() == 1 ? value & 0xff : value; // no register has more than 16 bits
  }

  private synchronized int value(Pl011Register register, Access access) {
    return switch (register) {
      case UARTDR -> takeReceived();
      case UARTRSR_UARTECR -> errors;
      case UARTFR -> flags();
      case UARTIBRD -> baudInteger;
      case UARTFBRD -> baudFraction;
      case UARTLCR_H -> lineControl;
      case UARTCR -> control;
      case UARTIFLS -> levels;
      case UARTIMSC -> mask;
      case UARTRIS -> raw;
      case UARTMIS -> raw & mask;
      case UARTPeriphID -> ID.read(access);
      case UARTICR, UARTILPR, UARTDMACR, UARTTCR, UARTITIP, UARTITOP, UARTTDR -> 0;
    };
  }

  private int flags() {
    return ModemLines.flags(control)
        | FR_TXFE
        | (fifo.isEmpty() ? FR_RXFE : 0)
        | (fifo.isFull() ? FR_RXFF : 0);
  }

  private int takeReceived() {
    int entry = fifo.take() | (errors & RSR_OE) << DR_ERRORS_SHIFT;
    errors = entry >>> DR_ERRORS_SHIFT;
    if (!fifo.isAtLevel(receiveLevel())) {
      lower(Interrupt.RX);
    }
    if (fifo.isEmpty()) {
      lower(Interrupt.RT);
    } else {
      raise(Interrupt.RT);
    }
    updateLine();
    return entry;
  }

  @Override
  public void write(Access access, long value) {
    Pl011Register register = Objects.requireNonNull(REGISTERS.find(access));
    if (register == Pl011Register.UARTDR) {
      output.write((byte) value);
    }
    if (register.mode() == Mode.READ_WRITE || register.mode() == Mode.WRITE_ONLY) {
      set(register, (int) value);
      announceRoom();
    }
  }

  private synchronized void set(Pl011Register register, int value) {
    switch (register) {
      case UARTDR -> sent(value & 0xff);
      case UARTRSR_UARTECR -> errors = 0;
      case UARTIBRD -> baudInteger = value & IBRD_BITS;
      case UARTFBRD -> baudFraction = value & FBRD_BITS;
      case UARTLCR_H -> setLineControl(value & LCR_BITS);
      case UARTCR -> setControl(value & CR_BITS);
      case UARTIFLS -> setLevels(value & IFLS_BITS);
      case UARTIMSC -> mask = value & Interrupt.ALL;
      case UARTICR -> raw &= ~value;
      case UARTFR, UARTRIS, UARTMIS, UARTPeriphID -> {}
      case UARTILPR, UARTDMACR, UARTTCR, UARTITIP, UARTITOP, UARTTDR -> {}
    }
    updateLine();
  }

  private void sent(int value) {
    raise(Interrupt.TX);
    if (ModemLines.inLoopback(control)) {
      loopBack(value);
    }
  }

  private void loopBack(int entry) {
    if ((control & CR_RXE) == 0) {
      return;
    }
    if (fifo.isFull()) {
      errors |= RSR_OE;
      raise(Interrupt.OE);
    } else {
      take(entry);
    }
  }

  private void setLineControl(int value) {
    boolean breakStarts = (value & ~lineControl & LCR_BRK) != 0;
    lineControl = value;
    fifo.enable((value & LCR_FEN) != 0);
    if (fifo.isEmpty()) {
      lower(Interrupt.RX);
      lower(Interrupt.RT);
    }
    if (breakStarts && ModemLines.inLoopback(control)) {
      raise(Interrupt.BE);
      loopBack(DR_BE);
    }
  }

  private void setControl(int value) {
    raw |= ModemLines.edges(control, value);
    control = value;
  }

  private void setLevels(int value) {
    levels = value;
    raiseAtLevel();
  }

  private void raiseAtLevel() {
    if (fifo.isAtLevel(receiveLevel())) {
      raise(Interrupt.RX);
    }
  }

  private int receiveLevel() {
    return levels >>> RXIFLSEL_SHIFT;
  }

  private void raise(Interrupt interrupt) {
    raw |= interrupt.bit();
  }

  private void lower(Interrupt interrupt) {
    raw &= ~interrupt.bit();
  }

  private void updateLine() {
    boolean wanted = (raw & mask) != 0;
    if (wanted != asserted) {
      asserted = wanted;
      irq.set(wanted);
    }
  }

  private void announceRoom() {
    synchronized (this) {
      if (!refused || !canReceive()) {
        return;
      }
      refused = false;
    }
    receiveReady.run();
  }
}
