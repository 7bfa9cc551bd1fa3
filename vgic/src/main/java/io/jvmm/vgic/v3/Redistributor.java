package io.jvmm.vgic.v3;

import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioDevice;
import io.jvmm.vmm.mmio.RegisterMap;
import java.util.Objects;
import java.util.Optional;

/** A processor's redistributor: its SGIs' and PPIs' registers, in two frames. */
final class Redistributor implements MmioDevice {
  private static final RegisterMap<GicrRegister> REGISTERS = RegisterMap.of(GicrRegister.class);
  private static final long LAST = 1 << 4;
  private static final int NUMBER_SHIFT = 8;
  private static final int AFFINITY_SHIFT = 32;

  private final GicV3 gic; // its monitor guards everything below
  private final VcpuId vcpu;
  private final InterruptBank privates = new InterruptBank(0, Intid.SPIS);
  private final CpuInterface cpu;
  private final long type;
  private long pendingTable; // PENDBASER

  Redistributor(GicV3 gic, GicV3Config config, VcpuId vcpu) {
    this.gic = gic;
    this.vcpu = vcpu;
    this.cpu = new CpuInterface(gic, vcpu);
    this.type =
        vcpu.affinity() << AFFINITY_SHIFT
            | (long) vcpu.value() << NUMBER_SHIFT
            | (config.isLastOfRegion(vcpu) ? LAST : 0);
  }

  VcpuId vcpu() {
    return vcpu;
  }

  InterruptBank privates() {
    return privates;
  }

  CpuInterface cpu() {
    return cpu;
  }

  @Override
  public String name() {
    return "gicv3-redistributor" + vcpu.value();
  }

  @Override
  public boolean accepts(Access access) {
    return REGISTERS.find(access) != null;
  }

  @Override
  public long read(Access access) {
    GicrRegister register = Objects.requireNonNull(REGISTERS.find(access));
    int within = (int) access.offset() - register.offset();
    synchronized (gic) {
      Optional<InterruptField> field = register.field();
      return field.isPresent()
          ? privates.read(field.get(), first(register) + within, access.width())
          : Halves.read(value(register), within % Long.BYTES, access.width());
    }
  }

  /** ICFGR is two registers, with separate rows because their reset values differ. */
  private static int first(GicrRegister register) {
    return register == GicrRegister.GICR_ICFGR1 ? Integer.BYTES : 0;
  }

  private long value(GicrRegister register) {
    return switch (register) {
      case GICR_TYPER -> type;
      case GICR_PROPBASER -> gic.propertyTable();
      case GICR_PENDBASER -> pendingTable;
      case GICR_CTLR, GICR_IIDR, GICR_STATUSR, GICR_WAKER, GICR_SYNCR -> register.reset();
      case GICR_SETLPIR, GICR_CLRLPIR, GICR_INVLPIR, GICR_INVALLR -> register.reset();
      case GICR_PIDR0, GICR_PIDR2, GICR_PIDR3, GICR_PIDR4, GICR_CIDR0 -> register.reset();
      case GICR_IGROUPR0, GICR_ISENABLER0, GICR_ICENABLER0, GICR_ISPENDR0 -> register.reset();
      case GICR_ICPENDR0, GICR_ISACTIVER0, GICR_ICACTIVER0, GICR_IPRIORITYR -> register.reset();
      case GICR_ICFGR0, GICR_ICFGR1, GICR_IGRPMODR0, GICR_NSACR -> register.reset();
    };
  }

  @Override
  public void write(Access access, long value) {
    GicrRegister register = Objects.requireNonNull(REGISTERS.find(access));
    int within = (int) access.offset() - register.offset();
    synchronized (gic) {
      switch (register.mode()) {
        case READ_ONLY, WRITE_ONLY, RAZ_WI -> {}
        case READ_WRITE ->
            register
                .field()
                .ifPresentOrElse(
                    field -> privates.write(field, within, access.width(), value),
                    () -> writeTable(register, within, access.width(), value));
      }
      gic.update();
    }
  }

  private void writeTable(GicrRegister register, int within, int width, long value) {
    if (register == GicrRegister.GICR_PROPBASER) {
      gic.setPropertyTable(Halves.write(gic.propertyTable(), within, width, value));
    } else {
      setPendingTable(Halves.write(pendingTable, within, width, value));
    }
  }

  private void setPendingTable(long value) {
    pendingTable = value & LpiTables.PENDING_MASK;
  }

  RedistributorState save() {
    return new RedistributorState(
        vcpu.affinity(),
        (int) GicrRegister.GICR_CTLR.reset(),
        gic.propertyTable(),
        pendingTable,
        privates.save(),
        cpu.save());
  }

  void restore(RedistributorState state) {
    gic.setPropertyTable(state.propbaser());
    setPendingTable(state.pendbaser());
    privates.restore(state.interrupts());
    cpu.restore(state.cpu());
  }
}
