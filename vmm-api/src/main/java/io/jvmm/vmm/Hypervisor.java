package io.jvmm.vmm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;

/** An open back end: makes virtual machines and the memory they use. */
public interface Hypervisor extends AutoCloseable {
  /** What this host can do. */
  HypervisorLimits limits();

  /**
   * Makes an empty virtual machine.
   *
   * @param ipaBits the size of its guest-physical address space, 32 to {@link
   *     HypervisorLimits#maxIpaBits}
   * @throws io.jvmm.vmm.error.HostException if the host refuses
   */
  Vm createVm(int ipaBits);

  /**
   * Reserves zeroed memory that can back guest RAM. Pages are taken from the host when they are
   * first touched.
   *
   * @param bytes a multiple of the host's page size
   * @param arena whose end gives the memory back; a shared one, for vCPU and I/O threads use it
   * @throws io.jvmm.vmm.error.HostException if the host has not got it
   */
  MemorySegment reserveMemory(long bytes, Arena arena);

  /**
   * How many bytes a guest's DC ZVA zeroes, a power of two from 8 to 2048: DCZID_EL0.BS of the
   * processors (Arm ARM DDI 0487, D24.2.42). Empty if they have no DC ZVA.
   */
  OptionalInt zeroBlockBytes();

  /** Closes it; virtual machines made by it stay usable. */
  @Override
  void close();
}
