package io.jvmm.vgic.v3;

import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.mmio.MmioDevice;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A GICv3 in Java (Arm IHI 0069): a distributor, a redistributor and a CPU interface for each
 * processor. Affinity routing is always on and there is one security state (ARE and DS read as
 * one). SGIs, PPIs and SPIs; the registers of LPIs are stored, and there is no ITS.
 *
 * <p>Safe for use by any thread: this object's monitor guards all state. Devices drive the inputs,
 * processors the CPU interfaces; what comes out of it goes to {@link CpuSignals}.
 */
public final class GicV3 {
  private final GicV3Config config;
  private final CpuSignals signals;
  private final Distributor distributor;
  private final List<Redistributor> redistributors;
  private long propertyTable; // GICR_PROPBASER: tables are common to all (TYPER.CommonLPIAff is 0)

  /**
   * As after reset.
   *
   * @param config its dimensions
   * @param signals where the processors' interrupt inputs are
   */
  public GicV3(GicV3Config config, CpuSignals signals) {
    this.config = config;
    this.signals = signals;
    this.distributor = new Distributor(this, config);
    this.redistributors =
        IntStream.range(0, config.vcpus())
            .mapToObj(i -> new Redistributor(this, config, new VcpuId(i)))
            .toList();
  }

  /** Its dimensions. */
  public GicV3Config config() {
    return config;
  }

  /** The distributor's registers: a window of 64 KiB. */
  public MmioDevice distributor() {
    return distributor;
  }

  /** A processor's redistributor's registers: a window of 128 KiB. */
  public MmioDevice redistributor(VcpuId vcpu) {
    return at(vcpu);
  }

  /** A processor's CPU interface. */
  public CpuInterface cpuInterface(VcpuId vcpu) {
    return at(vcpu).cpu();
  }

  /** Sets the level of an SPI's input. SPIs that it does not have are ignored. */
  public synchronized void setLine(IntId spi, boolean asserted) {
    if (distributor.spis().contains(spi.value())) {
      distributor.spis().get(spi.value()).setLine(asserted);
      update();
    }
  }

  /**
   * Sets the level of a PPI's input.
   *
   * @throws IllegalArgumentException if it is none
   */
  public synchronized void setPrivateLine(VcpuId vcpu, IntId ppi, boolean asserted) {
    if (ppi.isSpi() || ppi.value() < Intid.PPIS) {
      throw new IllegalArgumentException(ppi + " has no input of its own at each processor");
    }
    at(vcpu).privates().get(ppi.value()).setLine(asserted);
    update();
  }

  /** Its state. */
  public synchronized GicV3State save() {
    DistributorState shared =
        new DistributorState(
            (int) GicdRegister.GICD_IIDR.reset(),
            (int) distributor.control(),
            distributor.spis().save());
    return new GicV3State(shared, redistributors.stream().map(Redistributor::save).toList());
  }

  /**
   * Takes over a state; what it does not implement (the other's identity, priority bits below the
   * fifth, LPIs, an ITS) is dropped.
   *
   * @throws IllegalArgumentException if the state is of another number of processors or SPIs
   */
  public synchronized void restore(GicV3State state) {
    int spis = distributor.spis().interrupts().size();
    if (state.redistributors().size() != redistributors.size()
        || state.distributor().interrupts().size() != spis) {
      throw new IllegalArgumentException(
          "a GIC of %d processors and %d SPIs cannot take over the state of another size"
              .formatted(redistributors.size(), spis));
    }
    distributor.setControl(state.distributor().ctlr());
    distributor.spis().restore(state.distributor().interrupts());
    for (int i = 0; i < redistributors.size(); i++) {
      redistributors.get(i).restore(state.redistributors().get(i));
    }
    update();
  }

  Redistributor at(VcpuId vcpu) {
    return redistributors.get(vcpu.value());
  }

  Distributor distributorFrame() {
    return distributor;
  }

  long propertyTable() {
    return propertyTable;
  }

  void setPropertyTable(long value) {
    propertyTable = value & LpiTables.PROPERTY_MASK;
  }

  /** Sends an SGI to those that have it in a group that the register used may reach. */
  void send(VcpuId sender, SgiRequest request, boolean eitherGroup) {
    for (Redistributor each : redistributors) {
      Interrupt sgi = each.privates().get(request.intid());
      if (request.reaches(each.vcpu(), sender) && (eitherGroup || !sgi.group1)) {
        sgi.latched = true;
      }
    }
  }

  void deactivate(VcpuId vcpu, int intid) {
    InterruptBank bank = intid < Intid.SPIS ? at(vcpu).privates() : distributor.spis();
    if (bank.contains(intid)) {
      bank.get(intid).active = false;
    }
  }

  /** Finds each processor's highest priority pending interrupt anew, and signals what changed. */
  void update() {
    for (Redistributor each : redistributors) {
      each.cpu().forgetCandidate();
      offer(each.privates(), each);
    }
    for (Interrupt spi : distributor.spis().interrupts()) {
      if (isDeliverable(spi)) {
        offerShared(spi);
      }
    }
    redistributors.forEach(each -> each.cpu().signal(signals));
  }

  private void offer(InterruptBank privates, Redistributor to) {
    for (Interrupt each : privates.interrupts()) {
      if (isDeliverable(each)) {
        to.cpu().consider(each);
      }
    }
  }

  /** Arm IHI 0069, 4.1.1: pending, enabled, of a group that is forwarded, and not yet active. */
  private boolean isDeliverable(Interrupt interrupt) {
    return interrupt.enabled
        && interrupt.isPending()
        && !interrupt.active
        && distributor.forwards(interrupt.group1);
  }

  /** 1 of N: the first processor that takes the group gets it (Arm IHI 0069, 3.1.2). */
  private void offerShared(Interrupt spi) {
    if ((spi.route & Interrupt.ANY) != 0) {
      redistributors.stream()
          .filter(each -> each.cpu().enables(spi.group1))
          .findFirst()
          .ifPresent(each -> each.cpu().consider(spi));
      return;
    }
    int target = config.indexOf(spi.route);
    if (target >= 0) {
      redistributors.get(target).cpu().consider(spi);
    }
  }
}
