package io.jvmm.monitor.machine;

import io.jvmm.load.PageSize;
import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.VcpuRegister;
import java.util.EnumSet;
import java.util.Set;

/** The page sizes that a guest's kernel can use (Arm ARM, ID_AA64MMFR0_EL1). */
final class Granules {
  private static final int TGRAN16_SHIFT = 20;
  private static final int TGRAN64_SHIFT = 24;
  private static final int TGRAN4_SHIFT = 28;
  private static final int FIELD = 0xf;
  private static final int NONE = 0xf; // of the 4 and 64 KiB fields; that of 16 KiB has 0 for it

  private Granules() {}

  static Set<PageSize> of(Vcpu vcpu) {
    return of(vcpu.register(VcpuRegister.ID_AA64MMFR0_EL1));
  }

  static Set<PageSize> of(long features) {
    Set<PageSize> sizes = EnumSet.noneOf(PageSize.class);
    if (field(features, TGRAN4_SHIFT) != NONE) {
      sizes.add(PageSize.KIB_4);
    }
    if (field(features, TGRAN16_SHIFT) != 0) {
      sizes.add(PageSize.KIB_16);
    }
    if (field(features, TGRAN64_SHIFT) != NONE) {
      sizes.add(PageSize.KIB_64);
    }
    return sizes;
  }

  private static int field(long features, int shift) {
    return (int) (features >>> shift) & FIELD;
  }
}
