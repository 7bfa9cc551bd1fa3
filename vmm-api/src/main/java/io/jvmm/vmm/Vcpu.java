package io.jvmm.vmm;

import io.jvmm.vmm.irq.PrivateLines;

/**
 * A virtual processor. {@link #kick} and {@link #setInput} may be called by any thread; everything
 * else by one thread only, the one that first called {@link #run} (before that, by the thread that
 * builds the machine).
 */
public interface Vcpu {
  /** Its number. */
  VcpuId id();

  /**
   * Runs guest code until something needs the monitor. Blocks, also while the guest sleeps or is
   * powered off. The first call ties the vCPU to the calling thread, and that thread to the host's
   * CPUs of {@link VcpuConfig#hostCpus}.
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

  /**
   * The levels of this vCPU's private lines when {@link #run} last returned; {@link
   * PrivateLines#NONE} where the back end emulates the interrupt controller.
   */
  PrivateLines privateLines();

  /**
   * Drives an interrupt input, where the back end emulates no interrupt controller. Safe for use by
   * any thread; the guest sees the level when guest code next runs, which is soon: a {@link #run}
   * that is under way may return {@link VcpuExit.Interrupted} for it. Does not wait for that.
   *
   * @throws io.jvmm.vmm.error.HostException if the back end refuses
   */
  void setInput(CpuInput input, boolean asserted);

  /**
   * Grants the guest's PSCI SYSTEM_SUSPEND, which {@link #run} returned as a {@link
   * VcpuExit.SystemEvent}: the next {@link #run} sleeps until an interrupt is pending for this vCPU
   * and returns {@link VcpuExit.SystemEvent.Kind#WAKEUP}; after that the guest goes on at the entry
   * point that it gave, as after a reset (Arm DEN 0022D, 5.19).
   *
   * @throws io.jvmm.vmm.error.HostException if the back end refuses
   */
  void suspend();

  /**
   * Whether the guest has turned it off, or not yet on (PSCI CPU_OFF, CPU_ON).
   *
   * @throws io.jvmm.vmm.error.HostException if the back end does not say
   */
  boolean isPoweredOff();

  /** A register's value. */
  long register(VcpuRegister register);

  /** Changes a register. */
  void setRegister(VcpuRegister register, long value);

  /**
   * A vector register's value.
   *
   * @param n 0 to 31
   */
  VectorValue vector(int n);

  /**
   * Changes a vector register.
   *
   * @param n 0 to 31
   */
  void setVector(int n, VectorValue value);

  /**
   * Answers the access that {@link #run} returned as {@link VcpuExit.NoSyndrome} with a synchronous
   * external abort, as a bus without a device does.
   */
  void injectExternalAbort();
}
