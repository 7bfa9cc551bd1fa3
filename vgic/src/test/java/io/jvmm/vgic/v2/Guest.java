package io.jvmm.vgic.v2;

import io.jvmm.vmm.CpuInput;
import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.memory.GuestAddress;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioDevice;
import io.jvmm.vmm.testkit.FakeVcpu;
import java.util.ArrayList;
import java.util.List;

/** A guest's view of an emulated GICv2: loads and stores by offset, and the vCPUs' inputs. */
final class Guest {
  static final int CTLR = 0x000;
  static final int IGROUPR = 0x080;
  static final int ISENABLER = 0x100;
  static final int ICENABLER = 0x180;
  static final int ISPENDR = 0x200;
  static final int ICPENDR = 0x280;
  static final int ISACTIVER = 0x300;
  static final int ICACTIVER = 0x380;
  static final int IPRIORITYR = 0x400;
  static final int ITARGETSR = 0x800;
  static final int ICFGR = 0xc00;
  static final int SGIR = 0xf00;
  static final int CPENDSGIR = 0xf10;
  static final int SPENDSGIR = 0xf20;

  static final int PMR = 0x04;
  static final int BPR = 0x08;
  static final int IAR = 0x0c;
  static final int EOIR = 0x10;
  static final int RPR = 0x14;
  static final int HPPIR = 0x18;
  static final int ABPR = 0x1c;
  static final int AIAR = 0x20;
  static final int AEOIR = 0x24;
  static final int AHPPIR = 0x28;
  static final int APR0 = 0xd0;
  static final int NSAPR0 = 0xe0;
  static final int DIR = 0x1000;

  static final int NONE = 1023;
  static final int WRONG_GROUP = 1022;

  final EmulatedGicV2 gic;
  final List<FakeVcpu> vcpus = new ArrayList<>();
  private final MmioDevice distributor;
  private final MmioDevice cpuInterface;

  /** A GIC in its reset state, with 96 interrupts. */
  Guest(int processors) {
    this(processors, 96);
  }

  Guest(int processors, int interrupts) {
    List<Vcpu> wired = new ArrayList<>();
    for (int i = 0; i < processors; i++) {
      vcpus.add(new FakeVcpu(i));
      wired.add(vcpus.get(i));
    }
    GuestAddress gicd = new GuestAddress(0x0800_0000);
    gic = new EmulatedGicV2(wired, interrupts, gicd, new GuestAddress(0x0801_0000));
    distributor = gic.windows().get(0).device();
    cpuInterface = gic.windows().get(1).device();
  }

  /** A GIC that delivers Group 0 interrupts of every priority but the lowest to all. */
  static Guest booted(int processors) {
    Guest guest = new Guest(processors);
    guest.store(0, CTLR, 3);
    for (int i = 0; i < processors; i++) {
      guest.storeCpu(i, PMR, 0xff);
      guest.storeCpu(i, CTLR, 3);
    }
    return guest;
  }

  /** A load of a word of the distributor. */
  int load(int processor, int offset) {
    return (int) distributor.read(new Access(offset, 4, processor));
  }

  void store(int processor, int offset, int value) {
    distributor.write(new Access(offset, 4, processor), Integer.toUnsignedLong(value));
  }

  int loadByte(int processor, int offset) {
    return (int) distributor.read(new Access(offset, 1, processor));
  }

  void storeByte(int processor, int offset, int value) {
    distributor.write(new Access(offset, 1, processor), value);
  }

  /** A load of a word of the CPU interface. */
  int loadCpu(int processor, int offset) {
    return (int) cpuInterface.read(new Access(offset, 4, processor));
  }

  void storeCpu(int processor, int offset, int value) {
    cpuInterface.write(new Access(offset, 4, processor), Integer.toUnsignedLong(value));
  }

  boolean accepts(int offset, int width) {
    return distributor.accepts(new Access(offset, width));
  }

  boolean cpuAccepts(int offset, int width) {
    return cpuInterface.accepts(new Access(offset, width));
  }

  /** Enables an interrupt, with a priority, and for an SPI the processors that it goes to. */
  void enable(int processor, int intId, int priority, int targets) {
    storeByte(processor, IPRIORITYR + intId, priority);
    storeByte(processor, ITARGETSR + intId, targets);
    store(processor, ISENABLER + intId / 32 * 4, 1 << intId % 32);
  }

  /** Makes a PPI or SPI pending by software. */
  void makePending(int processor, int intId) {
    store(processor, ISPENDR + intId / 32 * 4, 1 << intId % 32);
  }

  boolean isPending(int processor, int intId) {
    return (load(processor, ISPENDR + intId / 32 * 4) >>> intId % 32 & 1) != 0;
  }

  boolean isActive(int processor, int intId) {
    return (load(processor, ISACTIVER + intId / 32 * 4) >>> intId % 32 & 1) != 0;
  }

  void makeEdgeTriggered(int intId) {
    int offset = ICFGR + intId / 16 * 4;
    store(0, offset, load(0, offset) | 2 << (intId % 16 * 2));
  }

  int acknowledge(int processor) {
    return loadCpu(processor, IAR);
  }

  void end(int processor, int intId) {
    storeCpu(processor, EOIR, intId);
  }

  boolean irq(int processor) {
    return vcpus.get(processor).isAsserted(CpuInput.IRQ);
  }

  boolean fiq(int processor) {
    return vcpus.get(processor).isAsserted(CpuInput.FIQ);
  }
}
