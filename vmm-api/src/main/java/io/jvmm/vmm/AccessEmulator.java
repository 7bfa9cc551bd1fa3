package io.jvmm.vmm;

import io.jvmm.vmm.mmio.MmioBus;

/** Carries out accesses that the processor does not describe in the exception's syndrome. */
@FunctionalInterface
public interface AccessEmulator {
  /** Knows no instruction, and says nothing of it. */
  AccessEmulator NONE = (_, _, _) -> false;

  /**
   * Carries out the instruction at the vCPU's program counter, and moves the program counter past
   * it. Called on the vCPU's thread. What it cannot do it reports itself, for it knows the
   * instruction; the guest then gets an external abort.
   *
   * @param bus where the accesses go
   * @return false if it cannot; then no register has changed and no device has seen an access
   */
  boolean emulate(Vcpu vcpu, VcpuExit.NoSyndrome access, MmioBus bus);
}
