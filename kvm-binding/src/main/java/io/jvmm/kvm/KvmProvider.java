package io.jvmm.kvm;

import io.jvmm.vmm.HostFeature;
import io.jvmm.vmm.Hypervisor;
import io.jvmm.vmm.HypervisorProvider;
import io.jvmm.vmm.error.HostException;
import java.util.List;
import java.util.Optional;

/** Offers the KVM of an ARM64 Linux host. */
public final class KvmProvider implements HypervisorProvider {
  private static final String DEVICE = "/dev/kvm";

  private final String architecture;

  /** For the host this runs on. */
  public KvmProvider() {
    this(System.getProperty("os.arch"));
  }

  KvmProvider(String architecture) {
    this.architecture = architecture;
  }

  @Override
  public String name() {
    return "kvm";
  }

  @Override
  public Optional<String> unavailable() {
    try {
      open().close();
      return Optional.empty();
    } catch (HostException e) {
      return Optional.of(e.getMessage());
    }
  }

  @Override
  public Hypervisor open() {
    requireArchitecture();
    return KvmHypervisor.open(DEVICE);
  }

  @Override
  public List<HostFeature> features() {
    requireArchitecture();
    try (KvmFd system = KvmFd.open(DEVICE)) {
      return HostFeatures.of(system);
    }
  }

  /** Another architecture's KVM has the same device file, and structures of other shapes. */
  private void requireArchitecture() {
    if (!architecture.equals("aarch64")) {
      throw new HostException(
          "not an ARM64 host but %s: use an ARM64 machine, or an emulated one"
              .formatted(architecture));
    }
  }
}
