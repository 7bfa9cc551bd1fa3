package io.jvmm.mmio.pl061;

import io.jvmm.mmio.primecell.PrimeCellId;
import io.jvmm.mmio.primecell.PrimeCellRegister;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.irq.LevelIrq;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioDevice;
import io.jvmm.vmm.mmio.RegisterMap;
import java.util.Objects;

/**
 * The PrimeCell PL061 (Arm DDI 0190B): eight general-purpose lines, each an input that somebody
 * {@linkplain #drive drives}, or an output. Nothing is connected to outputs; they read as what the
 * guest stored. Safe for use by any thread.
 *
 * <p>An interrupt comes of inputs only: an edge is remembered until the guest clears it, a level
 * lasts as long as the line has it.
 */
public final class Pl061 implements MmioDevice {
  /** How many bytes of addresses it takes. */
  public static final long WINDOW_SIZE = 0x1000;

  /** How many lines it has. */
  public static final int LINES = 8;

  private static final RegisterMap<Pl061Register> REGISTERS = RegisterMap.of(Pl061Register.class);
  private static final PrimeCellId ID = new PrimeCellId(0x61, 0x04);
  private static final int ALL = (1 << LINES) - 1;
  private static final int SELECTION_SHIFT = 2;

  private final LevelIrq irq;

  // Everything below is guarded by this object's monitor; all have a bit for each line.
  private int inputs;
  private int outputs;
  private int direction;
  private int sense;
  private int bothEdges;
  private int event;
  private int mask;
  private int alternate;
  private int edges; // seen and not cleared
  private boolean asserted;

  /**
   * Lines in their reset state: all inputs, all low.
   *
   * @param irq its combined interrupt, GPIOINTR
   */
  public Pl061(LevelIrq irq) {
    this.irq = irq;
  }

  /**
   * Its node (Linux, Documentation/devicetree/bindings/gpio/pl061-gpio.yaml).
   *
   * @param window where it is
   * @param interrupt what its line is connected to
   * @param clock the phandle of the fixed clock that stands for its bus clock
   * @param phandle its own
   */
  public static DeviceTreeNode describe(
      AddressRange window, IntId interrupt, int clock, int phandle) {
    return DeviceTreeNode.device("gpio", window)
        .strings("compatible", "arm,pl061", "arm,primecell")
        .levelInterrupt(interrupt)
        .cells("clocks", clock)
        .strings("clock-names", "apb_pclk")
        .flag("gpio-controller")
        .cells("#gpio-cells", 2)
        .flag("interrupt-controller")
        .cells("#interrupt-cells", 2)
        .cells("phandle", phandle)
        .build();
  }

  /**
   * Drives a line from outside; without effect while the guest has made it an output.
   *
   * @param line 0 to {@value #LINES} - 1
   */
  public synchronized void drive(int line, boolean high) {
    int bit = 1 << Objects.checkIndex(line, LINES);
    int before = levels();
    inputs = high ? inputs | bit : inputs & ~bit;
    update(before);
  }

  @Override
  public String name() {
    return "pl061";
  }

  @Override
  public boolean accepts(Access access) {
    return PrimeCellRegister.find(REGISTERS, access) != null;
  }

  @Override
  public synchronized long read(Access access) {
    return switch (Objects.requireNonNull(REGISTERS.find(access))) {
      case GPIODATA -> levels() & selection(access);
      case GPIODIR -> direction;
      case GPIOIS -> sense;
      case GPIOIBE -> bothEdges;
      case GPIOIEV -> event;
      case GPIOIE -> mask;
      case GPIORIS -> raw();
      case GPIOMIS -> raw() & mask;
      case GPIOAFSEL -> alternate;
      case GPIOPeriphID -> ID.read(access);
      case GPIOIC, GPIOITCR -> 0;
    };
  }

  @Override
  public synchronized void write(Access access, long stored) {
    int value = (int) stored & ALL;
    int before = levels();
    switch (Objects.requireNonNull(REGISTERS.find(access))) {
      case GPIODATA -> setOutputs(value, selection(access) & direction);
      case GPIODIR -> direction = value;
      case GPIOIS -> sense = value;
      case GPIOIBE -> bothEdges = value;
      case GPIOIEV -> event = value;
      case GPIOIE -> mask = value;
      case GPIOIC -> edges &= ~value;
      case GPIOAFSEL -> alternate = value;
      case GPIORIS, GPIOMIS, GPIOITCR, GPIOPeriphID -> {}
    }
    update(before);
  }

  private static int selection(Access access) {
    return (int) access.offset() >>> SELECTION_SHIFT;
  }

  private void setOutputs(int value, int selected) {
    outputs = (outputs & ~selected) | (value & selected);
  }

  private int levels() {
    return (inputs & ~direction) | (outputs & direction);
  }

  /** Remembers the edges since the lines had the levels {@code before}; drives the interrupt. */
  private void update(int before) {
    int now = levels();
    int wanted = bothEdges | ~(now ^ event);
    edges |= (before ^ now) & wanted & ~sense & ~direction & ALL;
    boolean pending = (raw() & mask) != 0;
    if (pending != asserted) {
      asserted = pending;
      irq.set(pending);
    }
  }

  private int raw() {
    int atLevel = ~(levels() ^ event) & ~direction;
    return ((edges & ~sense) | (atLevel & sense)) & ALL;
  }
}
