package io.jvmm.vgic.v2;

import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.irq.EdgeIrq;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.irq.InterruptController;
import io.jvmm.vmm.irq.InterruptStatistics;
import io.jvmm.vmm.irq.LevelIrq;
import io.jvmm.vmm.irq.PrivateInterrupts;
import io.jvmm.vmm.irq.PrivateLine;
import io.jvmm.vmm.irq.PrivateLines;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestAddress;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioDevice;
import io.jvmm.vmm.mmio.MmioWindow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A GICv2 in Java (Arm IHI 0048B): the guest's accesses to distributor and CPU interfaces come in
 * through {@link #windows()}, devices raise their lines, vCPUs report the levels of their private
 * ones, and what goes out is {@link Vcpu#setInput}, called only when an input changes.
 *
 * <p><b>Locking.</b> One lock, this object's monitor, guards all state. A vCPU's input is driven
 * while it is held: otherwise two threads could tell a vCPU of two changes in the wrong order, and
 * leave it with an input that nobody will ever correct. What is called with the lock held does not
 * block (it notes a level, and wakes the vCPU's thread), and never calls back.
 *
 * <p><b>No spurious interrupts.</b> A level goes into the state at once, and the levels of private
 * lines are read after each exit, before the exit is answered. So when a handler silences its
 * device or timer and then writes GICC_EOIR, the line is known to be low by then.
 *
 * <p>One case needs care. A guest that has masked interrupts may move on a timer that is due
 * already, without an exit; the input stays asserted, and the guest takes an interrupt as soon as
 * it unmasks. That the line has fallen is known only at the exit for GICC_IAR, or at one on the way
 * there that the host caused. The guest then gets the timer's INTID, as if the interrupt had been
 * acknowledged just before its line fell, and as it gets it from KVM's own GIC, whose list
 * registers hold what was pending at the entry. {@link #statistics} counts these as late.
 *
 * <p>What is left is what hardware has too: a shared interrupt withdrawn, or taken by another
 * processor, after it was signalled. {@link #statistics} counts them as spurious.
 */
public final class EmulatedGicV2 implements InterruptController {
  /** CPU targets are a byte with a bit for each processor (4.3.12). */
  public static final int MAX_VCPUS = 8;

  /** How many bytes of addresses the distributor takes (4.1.2). */
  public static final long DISTRIBUTOR_SIZE = 0x1000;

  /** How many bytes of addresses the CPU interfaces take: GICC_DIR is in the second page. */
  public static final long CPU_INTERFACE_SIZE = 0x2000;

  private static final PrivateLine[] PRIVATE_LINES = PrivateLine.values();

  private final AddressRange distributorRange;
  private final AddressRange cpuInterfaceRange;

  // Everything below is guarded by this object's monitor.
  private final InterruptTable table;
  private final SgiSender sender;
  private final Distributor distributor;
  private final List<CpuInterface> interfaces = new ArrayList<>();
  private final CpuInterfaces interfaceRegisters;
  private final BitSet owned = new BitSet(); // the SPIs that devices hold

  /**
   * A GIC in its reset state.
   *
   * @param vcpus those that it serves, all of the machine, by number
   * @param interrupts how many INTIDs it has, with SGIs and PPIs: a multiple of 32 from 64 to 1024
   * @throws ConfigurationException if there are more than {@value #MAX_VCPUS} vCPUs
   */
  public EmulatedGicV2(
      List<Vcpu> vcpus, int interrupts, GuestAddress distributor, GuestAddress cpuInterface) {
    if (vcpus.size() > MAX_VCPUS) {
      throw new ConfigurationException(
          "a GICv2 serves at most %d vCPUs, not %d: ask for fewer CPUs"
              .formatted(MAX_VCPUS, vcpus.size()));
    }
    this.distributorRange = new AddressRange(distributor, DISTRIBUTOR_SIZE);
    this.cpuInterfaceRange = new AddressRange(cpuInterface, CPU_INTERFACE_SIZE);
    this.table = new InterruptTable(vcpus.size(), interrupts);
    this.sender = new SgiSender(table);
    this.distributor = new Distributor(table, sender);
    for (Vcpu vcpu : vcpus) {
      interfaces.add(new CpuInterface(vcpu.id().value(), table, vcpu));
    }
    this.interfaceRegisters = new CpuInterfaces(interfaces);
  }

  @Override
  public List<MmioWindow> windows() {
    return List.of(
        new MmioWindow(distributorRange, new Locked(distributor)),
        new MmioWindow(cpuInterfaceRange, new Locked(interfaceRegisters)));
  }

  /** One half of the GIC on the bus, where several vCPUs may come at the same time. */
  private final class Locked implements MmioDevice {
    private final MmioDevice registers;

    Locked(MmioDevice registers) {
      this.registers = registers;
    }

    @Override
    public String name() {
      return registers.name();
    }

    @Override
    public boolean accepts(Access access) {
      return registers.accepts(access);
    }

    @Override
    public long read(Access access) {
      synchronized (EmulatedGicV2.this) {
        long value = registers.read(access);
        settle();
        return value;
      }
    }

    @Override
    public void write(Access access, long value) {
      synchronized (EmulatedGicV2.this) {
        registers.write(access, value);
        settle();
      }
    }
  }

  /** Brings the vCPUs' inputs in line with the state. */
  private void settle() {
    for (int left = table.takeUnsettled(); left != 0; left &= left - 1) {
      interfaces.get(Integer.numberOfTrailingZeros(left)).signal();
    }
  }

  @Override
  public PrivateInterrupts privateInterrupts() {
    return new PrivateInterrupts() {
      @Override
      public void update(VcpuId vcpu, PrivateLines lines) {
        updatePrivateLines(vcpu.value(), lines);
      }

      @Override
      public void answered(VcpuId vcpu) {
        forgetWithdrawn(vcpu.value());
      }
    };
  }

  private synchronized void updatePrivateLines(int processor, PrivateLines lines) {
    CpuInterface cpuInterface = interfaces.get(processor);
    int signalled = cpuInterface.signalled();
    InterruptBank bank = table.bank(processor, 0);
    for (PrivateLine line : PRIVATE_LINES) {
      bank.setLine(line.intId().value(), lines.asserted(line));
    }
    table.changed(bank);
    settle();
    cpuInterface.withdrawn(signalled);
  }

  private synchronized void forgetWithdrawn(int processor) {
    interfaces.get(processor).forgetWithdrawn();
  }

  @Override
  public LevelIrq levelLine(IntId spi) {
    claim(spi);
    return new Level(spi);
  }

  @Override
  public EdgeIrq edgeLine(IntId spi) {
    claim(spi);
    return () -> pulse(spi);
  }

  private synchronized void claim(IntId spi) {
    if (!spi.isSpi() || spi.value() >= table.interrupts()) {
      throw new IllegalArgumentException(
          "%s is none of this machine's SPIs, 0 to %d"
              .formatted(spi, table.interrupts() - InterruptBank.SIZE - 1));
    }
    if (owned.get(spi.index())) {
      throw new IllegalArgumentException("%s has an owner already".formatted(spi));
    }
    owned.set(spi.index());
  }

  private final class Level implements LevelIrq {
    private final IntId spi;

    Level(IntId spi) {
      this.spi = spi;
    }

    @Override
    public void raise() {
      drive(spi, true);
    }

    @Override
    public void lower() {
      drive(spi, false);
    }
  }

  private synchronized void drive(IntId spi, boolean asserted) {
    InterruptBank bank = table.bankOf(0, spi.value());
    bank.setLine(spi.value() % InterruptBank.SIZE, asserted);
    table.changed(bank);
    settle();
  }

  /** A rising edge, and a falling one that makes the next pulse possible. */
  private synchronized void pulse(IntId spi) {
    InterruptBank bank = table.bankOf(0, spi.value());
    bank.setLine(spi.value() % InterruptBank.SIZE, true);
    bank.setLine(spi.value() % InterruptBank.SIZE, false);
    table.changed(bank);
    settle();
  }

  @Override
  public synchronized List<InterruptStatistics> statistics() {
    List<InterruptStatistics> statistics = new ArrayList<>();
    for (int processor = 0; processor < interfaces.size(); processor++) {
      statistics.add(interfaces.get(processor).statistics(sender.sent(processor)));
    }
    return List.copyOf(statistics);
  }

  /** Its state. No vCPU may be running. */
  public synchronized GicV2State save() {
    GicV2State saved = transfer().save();
    Map<String, List<Integer>> shared = new HashMap<>(saved.shared());
    List<Integer> lines = new ArrayList<>();
    for (int n = 1; n < table.interrupts() / InterruptBank.SIZE; n++) {
      lines.add(table.bank(0, n).line);
    }
    shared.put(GicV2State.LINES, lines);
    return new GicV2State(saved.interrupts(), shared, saved.processors());
  }

  /**
   * Makes it what it was. Before any vCPU has run; the levels of devices' lines are known then,
   * those of private lines are reported by the vCPUs.
   *
   * @throws IllegalArgumentException if the state is of a GIC of another size
   */
  public synchronized void restore(GicV2State saved) {
    transfer().restore(saved);
    List<Integer> lines = saved.shared().getOrDefault(GicV2State.LINES, List.of());
    for (int i = 0; i < lines.size(); i++) {
      InterruptBank bank = table.bank(0, i + 1);
      bank.line = lines.get(i) & bank.implemented;
      table.changed(bank);
    }
    settle();
  }

  private GicV2Transfer transfer() {
    return new GicV2Transfer(new OwnRegisters(), table.processors(), table.interrupts());
  }

  /** As a guest sees them, but what is pending only because a line is high is not. */
  private final class OwnRegisters implements GicV2Registers {
    private static final int WORD = 4;
    private static final int ISPENDR = DistributorRegister.GICD_ISPENDR.offset();
    private static final int ICPENDR = DistributorRegister.GICD_ICPENDR.offset();

    @Override
    public int distributor(int processor, int offset) {
      return offset >= ISPENDR && offset < ICPENDR
          ? table.bank(processor, (offset - ISPENDR) / WORD).latch
          : (int) distributor.read(new Access(offset, WORD, processor));
    }

    @Override
    public void setDistributor(int processor, int offset, int value) {
      distributor.write(new Access(offset, WORD, processor), Integer.toUnsignedLong(value));
    }

    @Override
    public int cpuInterface(int processor, int offset) {
      return (int) interfaceRegisters.read(new Access(offset, WORD, processor));
    }

    @Override
    public void setCpuInterface(int processor, int offset, int value) {
      interfaceRegisters.write(new Access(offset, WORD, processor), Integer.toUnsignedLong(value));
    }
  }

  @Override
  public String description() {
    return "GICv2 (emulated)";
  }

  /** As Linux' binding arm,gic.yaml has it. */
  @Override
  public DeviceTreeNode describe(int phandle) {
    return DeviceTreeNode.device("interrupt-controller", distributorRange, cpuInterfaceRange)
        .strings("compatible", "arm,cortex-a15-gic")
        .flag("interrupt-controller")
        .cells("#interrupt-cells", 3)
        .cells("phandle", phandle)
        .build();
  }

  /** Nothing to do: it is complete when it is made. */
  @Override
  public void start() {}

  /** Nothing to do: it holds nothing of the host's. */
  @Override
  public void close() {}
}
