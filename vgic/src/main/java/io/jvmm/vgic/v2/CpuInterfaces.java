package io.jvmm.vgic.v2;

import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioDevice;
import io.jvmm.vmm.mmio.RegisterMap;
import java.util.List;
import java.util.Objects;

/**
 * The CPU interfaces as software sees them (Arm IHI 0048B, 4.4): all at the same addresses, and
 * each processor reaches its own. Not safe for use by several threads.
 */
final class CpuInterfaces implements MmioDevice {
  private static final RegisterMap<CpuInterfaceRegister> REGISTERS =
      RegisterMap.of(CpuInterfaceRegister.class);

  /** Product J, architecture version 2, revision 0, JEP106 code of Arm (4.4.14). */
  private static final int IIDR = 0x4a << 20 | 2 << 16 | 0x43b;

  private final CpuInterface[] interfaces;

  /** Those of all processors, in their order. */
  CpuInterfaces(List<CpuInterface> interfaces) {
    this.interfaces = interfaces.toArray(CpuInterface[]::new);
  }

  @Override
  public String name() {
    return "gicc";
  }

  @Override
  public boolean accepts(Access access) {
    return REGISTERS.find(access) != null;
  }

  @Override
  public long read(Access access) {
    CpuInterfaceRegister register = Objects.requireNonNull(REGISTERS.find(access));
    return Integer.toUnsignedLong(value(register, interfaces[access.vcpu()]));
  }

  private static int value(CpuInterfaceRegister register, CpuInterface cpu) {
    return switch (register) {
      case GICC_CTLR -> cpu.control();
      case GICC_PMR -> cpu.priorityMask();
      case GICC_BPR -> cpu.binaryPoint();
      case GICC_IAR -> cpu.acknowledge();
      case GICC_RPR -> cpu.runningPriority();
      case GICC_HPPIR -> cpu.highestPending();
      case GICC_ABPR -> cpu.aliasedBinaryPoint();
      case GICC_AIAR -> cpu.acknowledgeAliased();
      case GICC_AHPPIR -> cpu.highestPendingAliased();
      case GICC_APR0 -> cpu.activePriorities(0);
      case GICC_NSAPR0 -> cpu.activePriorities(1);
      case GICC_IIDR -> IIDR;
      case GICC_EOIR, GICC_AEOIR, GICC_DIR -> 0;
      case GICC_APR1, GICC_APR2, GICC_APR3, GICC_NSAPR1, GICC_NSAPR2, GICC_NSAPR3 -> 0;
    };
  }

  @Override
  public void write(Access access, long value) {
    CpuInterfaceRegister register = Objects.requireNonNull(REGISTERS.find(access));
    CpuInterface cpu = interfaces[access.vcpu()];
    int written = (int) value;
    switch (register) {
      case GICC_CTLR -> cpu.setControl(written);
      case GICC_PMR -> cpu.setPriorityMask(written);
      case GICC_BPR -> cpu.setBinaryPoint(written);
      case GICC_EOIR -> cpu.end(written);
      case GICC_ABPR -> cpu.setAliasedBinaryPoint(written);
      case GICC_AEOIR -> cpu.endAliased(written);
      case GICC_APR0 -> cpu.setActivePriorities(0, written);
      case GICC_NSAPR0 -> cpu.setActivePriorities(1, written);
      case GICC_DIR -> cpu.deactivate(written);
      case GICC_IAR, GICC_RPR, GICC_HPPIR, GICC_AIAR, GICC_AHPPIR, GICC_IIDR -> {}
      case GICC_APR1, GICC_APR2, GICC_APR3, GICC_NSAPR1, GICC_NSAPR2, GICC_NSAPR3 -> {}
    }
  }
}
