package io.jvmm.vmm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

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

  /** Closes it; virtual machines made by it stay usable. */
  @Override
  void close();
}
