package io.jvmm.cli.doctor;

import io.jvmm.linux.uring.Ring;
import io.jvmm.vmm.HostFeature;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Looks at a machine.
 *
 * @param host the machine
 * @param features asks its KVM
 * @param state where machines are kept
 * @param cache where images are kept
 */
public record Doctor(Host host, Supplier<List<HostFeature>> features, Path state, Path cache) {
  private static final long ENOUGH_STATE = 1L << 30; // bytes
  private static final long ENOUGH_CACHE = 4L << 30; // all images take less
  private static final int RING_ENTRIES = 128;

  /**
   * What was found.
   *
   * @param onKvm whether machines run on this machine's KVM; otherwise in a nested host
   */
  public record Diagnosis(boolean onKvm, List<Finding> findings) {
    /** Copies the list. */
    public Diagnosis {
      findings = List.copyOf(findings);
    }

    /** Whether machines can run. */
    public boolean isHealthy() {
      return findings.stream().noneMatch(each -> each.state() == Finding.State.MISSING);
    }
  }

  /** Makes all checks that matter on this machine. */
  public Diagnosis diagnose() {
    return new Diagnosis(
        host.hasKvm(), checks().stream().flatMap(check -> check.findings(host).stream()).toList());
  }

  private List<Check> checks() {
    List<Check> checks = new ArrayList<>(host.hasKvm() ? kvm() : nestedHost());
    checks.add(new JavaCheck(Runtime.version()));
    checks.add(new DirectoryCheck("machines", state, "XDG_STATE_HOME", ENOUGH_STATE, ""));
    String costs = host.hasKvm() ? "no guest image (image:NAME/FILE) can be built" : "";
    checks.add(new DirectoryCheck("images", cache, "XDG_CACHE_HOME", ENOUGH_CACHE, costs));
    return checks;
  }

  private List<Check> kvm() {
    return List.of(
        new DeviceCheck("/dev/kvm", true, "", "sudo modprobe kvm"),
        new FeatureCheck(features),
        new RingCheck(() -> Ring.obstacle(RING_ENTRIES)),
        new LockedMemoryCheck(),
        new HugePageCheck(),
        new DeviceCheck("/dev/net/tun", false, "no networks of type \"tap\"", "sudo modprobe tun"),
        new ProgramCheck("passt", "passt", false, "no networks of type \"user\""));
  }

  private List<Check> nestedHost() {
    String cost = "Debian's is fetched on first use";
    return List.of(
        new ArchitectureCheck(),
        new QemuCheck(),
        new ProgramCheck("ssh", "openssh-client", false, cost),
        new ProgramCheck("mke2fs", "e2fsprogs", false, cost),
        new ProgramCheck("apt-get", "apt", false, "no image can be built"),
        new ProgramCheck("dpkg-deb", "dpkg", false, "no image can be built"),
        new ImageCheck(cache));
  }
}
