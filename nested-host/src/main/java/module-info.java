/**
 * Provisions and runs an emulated ARM64 Linux machine with a real {@code /dev/kvm}, for machines
 * that have none: QEMU emulates a processor with EL2, Debian's kernel brings KVM up on it, and
 * commands reach it through ssh. Knows nothing of the virtual machines that run inside.
 */
module io.jvmm.nested {
  requires io.jvmm.provisioning;
  requires io.jvmm.vmm;
  requires tools.jackson.databind;
  requires static org.jspecify;

  exports io.jvmm.nested;
}
