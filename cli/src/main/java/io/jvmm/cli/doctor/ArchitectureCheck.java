package io.jvmm.cli.doctor;

import java.util.List;

/** Why machines do not run on this machine's own processors. */
record ArchitectureCheck() implements Check {
  @Override
  public List<Finding> findings(Host host) {
    return List.of(
        Finding.note(
            "ARM64 KVM",
            host.architecture().equals("aarch64")
                ? "there is no /dev/kvm"
                : "this machine is " + host.architecture(),
            "machines run in the nested host, many times slower",
            "use an ARM64 machine whose kernel has KVM and starts at EL2"));
  }
}
