package io.jvmm.vgic.v3;

import io.jvmm.vmm.mmio.Register;

/** A row of the tables of the GICv3's memory-mapped registers. */
public sealed interface GicRegister extends Register
    permits GicdRegister, GicrRegister, GitsRegister {
  /** The value after reset, of arrays the value of each element. */
  long reset();
}
