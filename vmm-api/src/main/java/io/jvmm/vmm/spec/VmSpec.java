package io.jvmm.vmm.spec;

import java.util.List;

/**
 * A virtual machine as its user describes it.
 *
 * @param name 1 to 63 letters, digits, dots, dashes or underscores; starts with a letter or digit
 * @param cpus how many vCPUs, 1 to 512 (the most that KVM has on ARM64)
 * @param cpu what the vCPUs have, and where they run
 * @param memory guest RAM
 * @param gic the interrupt controller
 * @param transport how the guest reaches its virtio devices
 * @param boot what to boot
 * @param disks virtio disks, in the order the guest numbers them
 * @param networks virtio network interfaces, in the order the guest numbers them
 * @param console the paravirtual console
 */
public record VmSpec(
    @Key(
            value = "The machine's name; its directory and its threads are named after it.",
            pattern = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
        String name,
    @Key(value = "How many virtual processors.", ifAbsent = "1", min = 1, max = 512) int cpus,
    @Key(value = "What the virtual processors have.", ifAbsent = "{}") CpuSpec cpu,
    @Key(
            value = "Guest RAM: a number of bytes, or a text such as \"1GiB\".",
            ifAbsent = "\"512MiB\"",
            min = 16L << 20)
        MemorySize memory,
    @Key(value = "The interrupt controller.", ifAbsent = "\"auto\"") GicChoice gic,
    @Key(value = "How the guest reaches its virtio devices.", ifAbsent = "\"mmio\"")
        TransportChoice transport,
    @Key("What to boot.") BootSpec boot,
    @Key(value = "Virtio disks: the guest sees vda, vdb, … in this order.", ifAbsent = "[]")
        List<DiskSpec> disks,
    @Key(
            value = "Virtio network interfaces: the guest sees eth0, eth1, … in this order.",
            ifAbsent = "[]")
        List<NetworkSpec> networks,
    @Key(value = "The paravirtual console.", ifAbsent = "{}") ConsoleSpec console) {
  /** Copies the lists. */
  public VmSpec {
    disks = List.copyOf(disks);
    networks = List.copyOf(networks);
  }

  /** Which console takes what the user types: never {@link ConsoleSpec.Input#AUTO}. */
  public ConsoleSpec.Input consoleInput() {
    if (console.input() != ConsoleSpec.Input.AUTO) {
      return console.input();
    }
    return boot.kernel().isPresent() && boot.firmware().isEmpty()
        ? ConsoleSpec.Input.VIRTIO
        : ConsoleSpec.Input.PL011;
  }

  /** The same machine with other interfaces. */
  public VmSpec withNetworks(List<NetworkSpec> others) {
    return new VmSpec(name, cpus, cpu, memory, gic, transport, boot, disks, others, console);
  }

  /** The same machine with other disks, booted in another way. */
  public VmSpec withBoot(BootSpec otherBoot, List<DiskSpec> others) {
    return new VmSpec(
        name, cpus, cpu, memory, gic, transport, otherBoot, others, networks, console);
  }

  /** The same machine with other memory. */
  public VmSpec withMemory(MemorySize size) {
    return new VmSpec(name, cpus, cpu, size, gic, transport, boot, disks, networks, console);
  }

  /** The same machine with another console. */
  public VmSpec withConsole(ConsoleSpec other) {
    return new VmSpec(name, cpus, cpu, memory, gic, transport, boot, disks, networks, other);
  }
}
