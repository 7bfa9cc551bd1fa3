package io.jvmm.cli;

import io.jvmm.cli.RunCommand.Accelerator;
import io.jvmm.control.MachineHome;
import io.jvmm.monitor.spec.ResolvedSpec;
import io.jvmm.vmm.HypervisorProvider;
import io.jvmm.vmm.error.HostException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where a machine runs: here, or in an emulated host. */
interface Backend {
  /**
   * Runs a machine until it stops; returns the exit status.
   *
   * @param home where it takes requests meanwhile
   */
  int run(ResolvedSpec spec, RunOptions options, MachineHome home);

  /** Builds a machine, does not run it, and returns what is to be shown of it. */
  byte[] inspect(ResolvedSpec spec, View view);

  /**
   * The one the user asked for.
   *
   * @throws HostException if this machine has not got it
   */
  static Backend choose(Accelerator accelerator, Provisions provisions, PrintWriter messages) {
    HypervisorProvider kvm = kvm();
    Optional<String> unavailable =
        accelerator == Accelerator.NESTED ? Optional.of("asked for") : kvm.unavailable();
    if (unavailable.isEmpty()) {
      return new LocalBackend(kvm, messages);
    }
    if (accelerator == Accelerator.KVM || (accelerator == Accelerator.AUTO && isArmHostWithKvm())) {
      throw new HostException(unavailable.get());
    }
    messages.println(
        "jvmm: running in the nested host, an emulated ARM64 machine (%s)"
            .formatted(unavailable.get()));
    messages.flush();
    return new NestedBackend(provisions);
  }

  /** Whether KVM is there but cannot be used: to be mended, not to be worked around. */
  private static boolean isArmHostWithKvm() {
    return System.getProperty("os.arch").equals("aarch64") && Files.exists(Path.of("/dev/kvm"));
  }

  /** KVM, whether or not it can be used. */
  static HypervisorProvider kvm() {
    return HypervisorProvider.all().stream()
        .filter(provider -> provider.name().equals("kvm"))
        .findFirst()
        .orElseThrow(
            () -> new HostException("this installation has no KVM back end: install it again"));
  }
}
