package io.jvmm.vmm;

import java.util.Optional;

/** A back end that can run vCPUs, found through {@link java.util.ServiceLoader}. */
public interface HypervisorProvider {
  /** The name users pick it by: {@code kvm}. */
  String name();

  /** Why it cannot be used on this machine, in one line that says what to do; empty if it can. */
  Optional<String> unavailable();

  /**
   * Opens it.
   *
   * @throws io.jvmm.vmm.error.HostException if it is not available
   */
  Hypervisor open();
}
