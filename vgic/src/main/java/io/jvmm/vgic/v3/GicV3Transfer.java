package io.jvmm.vgic.v3;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Saves and restores a GICv3 that the hypervisor emulates. No vCPU may be running.
 *
 * @param attributes its registers
 * @param config its dimensions
 */
public record GicV3Transfer(GicV3Attributes attributes, GicV3Config config) {
  private static final int REVISION_MASK = 0xf000;

  /** A field of every interrupt, and where words of it are in either frame. */
  private record Row(InterruptField field, GicdRegister shared, GicrRegister own) {}

  /** What is read, in the order it is written; a field with a clear register is cleared before. */
  private static final List<Row> ROWS =
      List.of(
          new Row(InterruptField.GROUP, GicdRegister.GICD_IGROUPR, GicrRegister.GICR_IGROUPR0),
          new Row(
              InterruptField.SET_ENABLE, GicdRegister.GICD_ISENABLER, GicrRegister.GICR_ISENABLER0),
          new Row(
              InterruptField.PRIORITY, GicdRegister.GICD_IPRIORITYR, GicrRegister.GICR_IPRIORITYR),
          new Row(InterruptField.LATCH, GicdRegister.GICD_ISPENDR, GicrRegister.GICR_ISPENDR0),
          new Row(
              InterruptField.SET_ACTIVE,
              GicdRegister.GICD_ISACTIVER,
              GicrRegister.GICR_ISACTIVER0));

  private static final List<Row> CLEAR_ROWS =
      List.of(
          new Row(
              InterruptField.CLEAR_ENABLE,
              GicdRegister.GICD_ICENABLER,
              GicrRegister.GICR_ICENABLER0),
          new Row(
              InterruptField.CLEAR_ACTIVE,
              GicdRegister.GICD_ICACTIVER,
              GicrRegister.GICR_ICACTIVER0));

  /**
   * Its state. Pending LPIs are in guest memory after {@link GicV3Attributes#savePendingTables}.
   */
  public GicV3State save() {
    List<RedistributorState> redistributors = new ArrayList<>();
    for (long affinity : config.affinities()) {
      redistributors.add(saveRedistributor(affinity));
    }
    DistributorState distributor =
        new DistributorState(
            attributes.distributor(GicdRegister.GICD_IIDR.offset()),
            attributes.distributor(GicdRegister.GICD_CTLR.offset()),
            saveShared());
    return new GicV3State(distributor, redistributors);
  }

  private List<InterruptState> saveShared() {
    InterruptBank bank = new InterruptBank(Intid.SPIS, config.spiEnd());
    for (Row row : ROWS) {
      load(bank, row.field(), at -> attributes.distributor(row.shared().offset() + at));
    }
    int configuration = GicdRegister.GICD_ICFGR.offset();
    load(bank, InterruptField.CONFIG, at -> attributes.distributor(configuration + at));
    int routes = GicdRegister.GICD_IROUTER.offset();
    load(bank, InterruptField.ROUTE, at -> attributes.distributor(routes + at));
    long any = config.affinities().getFirst();
    load(bank, InterruptField.LINE, at -> attributes.lines(any, Intid.SPIS + at * Byte.SIZE));
    return bank.save();
  }

  private RedistributorState saveRedistributor(long affinity) {
    InterruptBank bank = new InterruptBank(0, Intid.SPIS);
    bank.write(InterruptField.CLEAR_ENABLE, 0, Integer.BYTES, -1);
    for (Row row : ROWS) {
      load(bank, row.field(), at -> attributes.redistributor(affinity, row.own().offset() + at));
    }
    int configuration = GicrRegister.GICR_ICFGR0.offset();
    load(bank, InterruptField.CONFIG, at -> attributes.redistributor(affinity, configuration + at));
    load(bank, InterruptField.LINE, _ -> attributes.lines(affinity, 0));
    return new RedistributorState(
        affinity,
        attributes.redistributor(affinity, GicrRegister.GICR_CTLR.offset()),
        doubleWord(affinity, GicrRegister.GICR_PROPBASER),
        doubleWord(affinity, GicrRegister.GICR_PENDBASER),
        bank.save(),
        new CpuInterfaceTransfer(attributes, affinity).save());
  }

  private static void load(InterruptBank bank, InterruptField field, IntUnaryOperator words) {
    for (int at = 0; at < bytes(bank, field); at += Integer.BYTES) {
      bank.write(field, at, Integer.BYTES, Integer.toUnsignedLong(words.applyAsInt(at)));
    }
  }

  private static int bytes(InterruptBank bank, InterruptField field) {
    return bank.interrupts().size() * field.bits() / Byte.SIZE;
  }

  private long doubleWord(long affinity, GicrRegister register) {
    long low = Integer.toUnsignedLong(attributes.redistributor(affinity, register.offset()));
    int high = attributes.redistributor(affinity, register.offset() + Integer.BYTES);
    return (long) high << Integer.SIZE | low;
  }

  /**
   * Makes it what it was, in the order that KVM wants: the revision before everything, LPI tables
   * before LPIs are enabled, and the distributor's enables last.
   *
   * @throws IllegalArgumentException if the state is of another number of processors or SPIs
   * @throws io.jvmm.vmm.error.HostException if this host cannot be what the saving one was
   */
  public void restore(GicV3State state) {
    requireSameSize(state);
    restoreRevision(state.distributor().iidr());
    for (RedistributorState each : state.redistributors()) {
      restoreRedistributor(each);
    }
    restoreShared(state.distributor().interrupts());
    attributes.setDistributor(GicdRegister.GICD_CTLR.offset(), state.distributor().ctlr());
  }

  private void requireSameSize(GicV3State state) {
    List<Long> affinities =
        state.redistributors().stream().map(RedistributorState::affinity).toList();
    int spis = state.distributor().interrupts().size();
    if (!affinities.equals(config.affinities()) || spis != config.spiEnd() - Intid.SPIS) {
      throw new IllegalArgumentException(
          "a GICv3 of %d processors and %d interrupts cannot take over the state of another size"
              .formatted(config.vcpus(), config.interrupts()));
    }
  }

  /** Asks for the behaviour of the revision that was saved, if it is the same implementation's. */
  private void restoreRevision(int saved) {
    int offered = attributes.distributor(GicdRegister.GICD_IIDR.offset());
    if (((saved ^ offered) & ~REVISION_MASK) == 0) {
      attributes.setDistributor(GicdRegister.GICD_IIDR.offset(), saved);
    }
  }

  private void restoreRedistributor(RedistributorState state) {
    long affinity = state.affinity();
    setDoubleWord(affinity, GicrRegister.GICR_PROPBASER, state.propbaser());
    setDoubleWord(affinity, GicrRegister.GICR_PENDBASER, state.pendbaser());
    attributes.setRedistributor(affinity, GicrRegister.GICR_CTLR.offset(), state.ctlr());
    InterruptBank bank = new InterruptBank(0, Intid.SPIS);
    bank.restore(state.interrupts());
    for (Row row : CLEAR_ROWS) {
      attributes.setRedistributor(affinity, row.own().offset(), -1);
    }
    attributes.setLines(affinity, 0, (int) bank.read(InterruptField.LINE, 0, Integer.BYTES));
    for (Row row : ROWS) {
      int start = row.own().offset();
      store(
          bank, row.field(), (at, word) -> attributes.setRedistributor(affinity, start + at, word));
    }
    new CpuInterfaceTransfer(attributes, affinity).restore(state.cpu());
  }

  private void restoreShared(List<InterruptState> interrupts) {
    InterruptBank bank = new InterruptBank(Intid.SPIS, config.spiEnd());
    bank.restore(interrupts);
    for (Row row : CLEAR_ROWS) {
      store(
          bank, row.field(), (at, _) -> attributes.setDistributor(row.shared().offset() + at, -1));
    }
    int configuration = GicdRegister.GICD_ICFGR.offset();
    store(bank, InterruptField.CONFIG, (at, w) -> attributes.setDistributor(configuration + at, w));
    int routes = GicdRegister.GICD_IROUTER.offset();
    store(bank, InterruptField.ROUTE, (at, word) -> attributes.setDistributor(routes + at, word));
    long any = config.affinities().getFirst();
    store(
        bank,
        InterruptField.LINE,
        (at, word) -> attributes.setLines(any, Intid.SPIS + at * Byte.SIZE, word));
    for (Row row : ROWS) {
      int start = row.shared().offset();
      store(bank, row.field(), (at, word) -> attributes.setDistributor(start + at, word));
    }
  }

  /** Where a word goes, by its offset from the first. */
  private interface Words {
    void set(int offset, int word);
  }

  private static void store(InterruptBank bank, InterruptField field, Words words) {
    for (int at = 0; at < bytes(bank, field); at += Integer.BYTES) {
      words.set(at, (int) bank.read(field, at, Integer.BYTES));
    }
  }

  private void setDoubleWord(long affinity, GicrRegister register, long value) {
    attributes.setRedistributor(affinity, register.offset(), (int) value);
    attributes.setRedistributor(
        affinity, register.offset() + Integer.BYTES, (int) (value >>> Integer.SIZE));
  }
}
