package io.jvmm.vmm;

/**
 * A virtual processor. {@link #kick} may be called by any thread; everything else by one thread
 * only, the one that first called {@link #run} (before that, by the thread that builds the
 * machine).
 */
public interface Vcpu {
  /** Its number. */
  VcpuId id();

  /**
   * Runs guest code until something needs the monitor. Blocks, also while the guest sleeps or is
   * powered off.
   *
   * @throws io.jvmm.vmm.error.HostException if the host cannot run it
   */
  VcpuExit run();

  /**
   * Gives the guest the value of the load that {@link #run} returned as {@link VcpuExit.MmioRead};
   * to be called before the next {@link #run}.
   */
  void completeRead(long value);

  /**
   * Makes the current {@link #run}, or the next one if none is under way, return {@link
   * VcpuExit.Interrupted} soon. Never lost; several kicks may count as one.
   */
  void kick();

  /** A register's value. */
  long register(VcpuRegister register);

  /** Changes a register. */
  void setRegister(VcpuRegister register, long value);

  /**
   * Answers the access that {@link #run} returned as {@link VcpuExit.NoSyndrome} with a synchronous
   * external abort, as a bus without a device does.
   */
  void injectExternalAbort();
}
