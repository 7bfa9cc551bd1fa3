package io.jvmm.vgic.v3;

import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioDevice;
import io.jvmm.vmm.mmio.Register.Mode;
import io.jvmm.vmm.mmio.RegisterMap;
import java.util.Objects;
import java.util.Optional;

/** The distributor's frame: the SPIs' registers, and which groups are forwarded. */
final class Distributor implements MmioDevice {
  private static final RegisterMap<GicdRegister> REGISTERS = RegisterMap.of(GicdRegister.class);
  private static final int GROUP_0 = 1;
  private static final int GROUP_1 = 2;
  private static final int ID_BITS = 10;
  private static final int ID_BITS_SHIFT = 19;

  private final GicV3 gic; // its monitor guards everything below
  private final InterruptBank spis;
  private final int type;
  private int enables; // CTLR.EnableGrp0 and EnableGrp1

  Distributor(GicV3 gic, GicV3Config config) {
    this.gic = gic;
    this.spis = new InterruptBank(Intid.SPIS, config.spiEnd());
    this.type = config.interrupts() / Integer.SIZE - 1 | (ID_BITS - 1) << ID_BITS_SHIFT;
  }

  InterruptBank spis() {
    return spis;
  }

  boolean forwards(boolean group1) {
    return (enables & (group1 ? GROUP_1 : GROUP_0)) != 0;
  }

  @Override
  public String name() {
    return "gicv3-distributor";
  }

  @Override
  public boolean accepts(Access access) {
    return REGISTERS.find(access) != null;
  }

  @Override
  public long read(Access access) {
    GicdRegister register = Objects.requireNonNull(REGISTERS.find(access));
    int within = (int) access.offset() - register.offset();
    synchronized (gic) {
      Optional<InterruptField> field = register.field();
      return field.isPresent() ? spis.read(field.get(), within, access.width()) : value(register);
    }
  }

  private long value(GicdRegister register) {
    if (register == GicdRegister.GICD_CTLR) {
      return control();
    }
    return register == GicdRegister.GICD_TYPER ? type : register.reset();
  }

  @Override
  public void write(Access access, long value) {
    GicdRegister register = Objects.requireNonNull(REGISTERS.find(access));
    int within = (int) access.offset() - register.offset();
    if (register.mode() != Mode.READ_WRITE) {
      return;
    }
    synchronized (gic) {
      register
          .field()
          .ifPresentOrElse(
              field -> spis.write(field, within, access.width(), value), () -> setControl(value));
      gic.update();
    }
  }

  /** CTLR is the one register that guests can write and that holds no field of interrupts. */
  void setControl(long value) {
    enables = (int) value & (GROUP_0 | GROUP_1);
  }

  long control() {
    return GicdRegister.GICD_CTLR.reset() | enables;
  }
}
