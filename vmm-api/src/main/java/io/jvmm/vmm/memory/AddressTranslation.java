package io.jvmm.vmm.memory;

import io.jvmm.vmm.Vcpu;
import java.util.OptionalLong;

/** Translates the guest's virtual addresses by the guest's own stage-1 tables. */
@FunctionalInterface
public interface AddressTranslation {
  /**
   * The guest-physical address behind a virtual one, at EL1. Called on the vCPU's thread.
   *
   * @return empty if the guest's tables do not map it
   */
  OptionalLong toGuestPhysical(Vcpu vcpu, long virtualAddress);
}
