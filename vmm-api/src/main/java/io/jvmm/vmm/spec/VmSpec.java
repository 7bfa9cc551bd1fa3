package io.jvmm.vmm.spec;

import java.util.List;

/**
 * A virtual machine as its user describes it.
 *
 * @param name 1 to 63 letters, digits, dots, dashes or underscores; starts with a letter or digit
 * @param cpus how many vCPUs, at least 1
 * @param memoryBytes guest RAM in bytes
 * @param boot what to boot
 * @param disks virtio disks, in the order the guest numbers them
 * @param console the paravirtual console
 */
public record VmSpec(
    String name,
    int cpus,
    long memoryBytes,
    BootSpec boot,
    List<DiskSpec> disks,
    ConsoleSpec console) {
  /** Copies the list. */
  public VmSpec {
    disks = List.copyOf(disks);
  }
}
