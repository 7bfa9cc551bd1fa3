package io.jvmm.mmio.pl011;

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
public final class Pl011 implements MmioDevice {
  /** How many bytes of addresses it takes. */
  public static final long WINDOW_SIZE = 0x1000;

  private static final RegisterMap<Pl011Register> REGISTERS = RegisterMap.of(Pl011Register.class);

  // UARTFR
  private static final int FR_CTS_DSR_DCD = 0b111;
  private static final int FR_RXFE = 1 << 4;
  private static final int FR_RXFF = 1 << 6;
  private static final int FR_TXFE = 1 << 7;

  // UARTLCR_H, UARTCR
  private static final int LCR_FEN = 1 << 4;
  private static final int CR_RXE = 1 << 9;

  // UARTIMSC, UARTRIS, UARTMIS, UARTICR
  private static final int INTERRUPT_RX = 1 << 4;
  private static final int INTERRUPT_TX = 1 << 5;
  private static final int INTERRUPT_RT = 1 << 6;

  /** The bits that registers have. */
  private static final int IBRD_BITS = 0xffff;

  private static final int FBRD_BITS = 0x3f;
  private static final int LCR_BITS = 0xff;
  private static final int CR_BITS = 0xff87;
  private static final int IFLS_BITS = 0x3f;
  private static final int INTERRUPT_BITS = 0x7ff;

  // UARTIFLS.RXIFLSEL: eighths of the FIFO; the reserved values act as the last.
  private static final int RXIFLSEL_SHIFT = 3;
  private static final int[] RX_LEVEL_EIGHTHS = {1, 2, 4, 6, 7, 7, 7, 7};

  private final SerialOutput output;
  private final LevelIrq irq;
  private volatile Runnable receiveReady = () -> {};

  // Everything below is guarded by this object's monitor.
  private final ReceiveFifo fifo = new ReceiveFifo();
  private int baudInteger;
  private int baudFraction;
  private int lineControl;
  private int control = 0x300; // TXE, RXE
  private int levels = 0x12; // half, both ways
  private int mask;
  private int raw;
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

  /**
   * Has {@code action} called when a byte that {@link #receive} refused would be taken now: on a
   * vCPU thread, with no lock held. Replaces an earlier one.
   */
  public void onReceiveReady(Runnable action) {
    receiveReady = action;
  }

  /**
   * A byte for the guest.
   *
   * @return whether it was taken; not if the receive FIFO is full or the receiver switched off
   */
  public synchronized boolean receive(byte received) {
    if (!canReceive()) {
      refused = true;
      return false;
    }
    fifo.add(received);
    raw |= INTERRUPT_RT;
    raiseAtLevel();
    updateLine();
    return true;
  }

  private boolean canReceive() {
    return (control & CR_RXE) != 0 && !fifo.isFull();
  }

  @Override
  public String name() {
    return "pl011";
  }

  @Override
  public boolean accepts(Access access) {
    Pl011Register register = REGISTERS.find(access);
    return register != null && register.offset() == access.offset();
  }

  @Override
  public long read(Access access) {
    Pl011Register register = Objects.requireNonNull(REGISTERS.find(access));
    long value = value(register);
    if (register == Pl011Register.UARTDR) {
      announceRoom();
    }
    return access.width() == 1 ? value & 0xff : value; // no register has more than 16 bits
  }

  private synchronized int value(Pl011Register register) {
    return switch (register) {
      case UARTDR -> takeReceived();
      case UARTFR -> flags();
      case UARTIBRD -> baudInteger;
      case UARTFBRD -> baudFraction;
      case UARTLCR_H -> lineControl;
      case UARTCR -> control;
      case UARTIFLS -> levels;
      case UARTIMSC -> mask;
      case UARTRIS -> raw;
      case UARTMIS -> raw & mask;
      case UARTRSR_UARTECR, UARTICR -> 0;
      case UARTILPR, UARTDMACR, UARTTCR, UARTITIP, UARTITOP, UARTTDR -> 0;
      case UARTPeriphID0, UARTPeriphID1, UARTPeriphID2, UARTPeriphID3 -> register.identity();
      case UARTPCellID0, UARTPCellID1, UARTPCellID2, UARTPCellID3 -> register.identity();
    };
  }

  private int flags() {
    return FR_CTS_DSR_DCD
        | FR_TXFE
        | (fifo.isEmpty() ? FR_RXFE : 0)
        | (fifo.isFull() ? FR_RXFF : 0);
  }

  private int takeReceived() {
    int received = fifo.take();
    if (fifo.size() < receiveLevel()) {
      raw &= ~INTERRUPT_RX;
    }
    raw = fifo.isEmpty() ? raw & ~INTERRUPT_RT : raw | INTERRUPT_RT;
    updateLine();
    return received;
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
      case UARTDR -> raw |= INTERRUPT_TX;
      case UARTIBRD -> baudInteger = value & IBRD_BITS;
      case UARTFBRD -> baudFraction = value & FBRD_BITS;
      case UARTLCR_H -> setLineControl(value & LCR_BITS);
      case UARTCR -> control = value & CR_BITS;
      case UARTIFLS -> setLevels(value & IFLS_BITS);
      case UARTIMSC -> mask = value & INTERRUPT_BITS;
      case UARTICR -> raw &= ~value;
      case UARTRSR_UARTECR, UARTFR, UARTRIS, UARTMIS -> {}
      case UARTILPR, UARTDMACR, UARTTCR, UARTITIP, UARTITOP, UARTTDR -> {}
      case UARTPeriphID0, UARTPeriphID1, UARTPeriphID2, UARTPeriphID3 -> {}
      case UARTPCellID0, UARTPCellID1, UARTPCellID2, UARTPCellID3 -> {}
    }
    updateLine();
  }

  private void setLineControl(int value) {
    lineControl = value;
    fifo.enable((value & LCR_FEN) != 0);
    if (fifo.isEmpty()) {
      raw &= ~(INTERRUPT_RX | INTERRUPT_RT);
    }
  }

  private void setLevels(int value) {
    levels = value;
    raiseAtLevel();
  }

  private void raiseAtLevel() {
    if (fifo.size() >= receiveLevel()) {
      raw |= INTERRUPT_RX;
    }
  }

  private int receiveLevel() {
    return Math.max(1, fifo.depth() * RX_LEVEL_EIGHTHS[levels >>> RXIFLSEL_SHIFT] / 8);
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
