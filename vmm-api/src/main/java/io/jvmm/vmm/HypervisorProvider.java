package io.jvmm.vmm;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

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

  /**
   * What this host has, and lacks, of what the back end asks of hosts. Nothing is missing that
   * {@link #open} needs, if that succeeds.
   *
   * @throws io.jvmm.vmm.error.HostException if the host cannot be asked
   */
  List<HostFeature> features();

  /** The back ends of this installation, whether or not they can be used on this machine. */
  static List<HypervisorProvider> all() {
    return ServiceLoader.load(HypervisorProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }
}
