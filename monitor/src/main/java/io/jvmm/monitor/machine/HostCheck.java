package io.jvmm.monitor.machine;

import io.jvmm.monitor.console.HostPorts;
import io.jvmm.vmm.HypervisorLimits;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.spec.MemorySize;
import io.jvmm.vmm.spec.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares what a specification asks for with what the host has. */
public final class HostCheck {
  private static final Path MEMINFO = Path.of("/proc/meminfo");
  private static final Pattern TOTAL = Pattern.compile("MemTotal:\\s+(\\d{1,15}) kB");

  private static final int OTHER_VIRTIO_DEVICES = 2; // console and entropy

  private HostCheck() {}

  /**
   * Checks it.
   *
   * @throws ConfigurationException with everything that the host has not got
   * @throws HostException if a program is missing
   */
  public static void check(VmSpec spec, HypervisorLimits limits) {
    List<String> problems = new ArrayList<>(boardProblems(spec, limits));
    problems.addAll(Networks.problems(spec.networks()));
    problems.addAll(HostPorts.problems(spec.console()));
    refuse(problems);
    Networks.checkProgram(spec);
  }

  /**
   * Checks what the machine itself asks for, and not what it leads to.
   *
   * @throws ConfigurationException with everything that the host has not got
   */
  static void checkBoard(VmSpec spec, HypervisorLimits limits) {
    refuse(boardProblems(spec, limits));
  }

  private static List<String> boardProblems(VmSpec spec, HypervisorLimits limits) {
    List<String> problems = new ArrayList<>(problems(spec, hostMemory()));
    problems.addAll(problems(spec, limits, HostCpus.online()));
    return problems;
  }

  /** Throws if there is any. */
  static void refuse(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }

  /** What is wrong with a specification on a host with so much memory, in lines for the user. */
  public static List<String> problems(VmSpec spec, long hostMemory) {
    List<String> problems = new ArrayList<>();
    if (spec.memory().bytes() > hostMemory) {
      problems.add(
          "$.memory: %s is more than this host's %d MiB: ask for less"
              .formatted(spec.memory(), hostMemory >> 20));
    }
    if (spec.memory().bytes() > GuestLayout.maxRam()) {
      problems.add(
          "$.memory: %s is more than the %s that the machine's address map has room for"
              .formatted(spec.memory(), new MemorySize(GuestLayout.maxRam())));
    }
    int virtioDevices = spec.disks().size() + spec.networks().size() + OTHER_VIRTIO_DEVICES;
    if (virtioDevices > GuestLayout.VIRTIO_SLOTS) {
      problems.add(
          "$: disks and networks are %d together, %d more than the machine has room for"
              .formatted(
                  spec.disks().size() + spec.networks().size(),
                  virtioDevices - GuestLayout.VIRTIO_SLOTS));
    }
    return problems;
  }

  /** What is wrong with a specification's vCPUs on a host with these abilities and CPUs. */
  static List<String> problems(VmSpec spec, HypervisorLimits limits, HostCpus online) {
    List<String> problems = new ArrayList<>();
    if (spec.cpus() > limits.maxVcpus()) {
      problems.add(
          "$.cpus: %d is more than the %d that this host can give a machine: ask for fewer"
              .formatted(spec.cpus(), limits.maxVcpus()));
    }
    problems.addAll(VcpuPlan.problems(spec.cpu(), limits));
    problems.addAll(pinningProblems(spec, online));
    return problems;
  }

  private static List<String> pinningProblems(VmSpec spec, HostCpus online) {
    List<List<Integer>> pinning = spec.cpu().pinning();
    List<String> problems = new ArrayList<>();
    if (pinning.size() > spec.cpus()) {
      problems.add(
          "$.cpu.pinning: it names the CPUs of %d vCPUs, and $.cpus is %d"
              .formatted(pinning.size(), spec.cpus()));
    }
    for (int vcpu = 0; vcpu < pinning.size(); vcpu++) {
      for (int hostCpu : pinning.get(vcpu)) {
        if (!online.contains(hostCpu)) {
          problems.add(
              "$.cpu.pinning[%d]: the host has no CPU %d online, only %s are"
                  .formatted(vcpu, hostCpu, online));
        }
      }
    }
    return problems;
  }

  /** The host's memory in bytes. */
  public static long hostMemory() {
    try {
      Matcher total = TOTAL.matcher(Files.readString(MEMINFO));
      if (total.find()) {
        return Long.parseLong(total.group(1)) << 10;
      }
      throw new HostException(MEMINFO + " does not tell MemTotal: is this Linux?");
    } catch (IOException e) {
      throw new HostException("cannot read %s: is /proc mounted?".formatted(MEMINFO), e);
    }
  }
}
