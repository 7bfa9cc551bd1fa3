package io.jvmm.vmm;

/** Why a vCPU stopped running guest code. */
public sealed interface VcpuExit {
  /**
   * A load from an address that no memory backs; answered by {@link Vcpu#completeRead}.
   *
   * @param address guest-physical
   * @param width 1, 2, 4 or 8 bytes
   */
  record MmioRead(long address, int width) implements VcpuExit {
    @Override
    public String toString() {
      return "load of %d bytes from 0x%x".formatted(width, address);
    }
  }

  /**
   * A store to an address that no writable memory backs.
   *
   * @param address guest-physical
   * @param width 1, 2, 4 or 8 bytes
   * @param value zero-extended
   */
  record MmioWrite(long address, int width, long value) implements VcpuExit {
    @Override
    public String toString() {
      return "store of 0x%x, %d bytes, to 0x%x".formatted(value, width, address);
    }
  }

  /**
   * An access to an address that no memory backs, by an instruction that the processor does not
   * describe in the exception syndrome (load/store pair, write-back, SIMD: Arm ARM,
   * ESR_EL2.ISS.ISV).
   *
   * @param esr the syndrome
   * @param address guest-physical
   */
  record NoSyndrome(long esr, long address) implements VcpuExit {
    @Override
    public String toString() {
      return "access without syndrome to 0x%x, ESR 0x%x".formatted(address, esr);
    }
  }

  /**
   * A hypercall that the back end passes on.
   *
   * @param function the SMC Calling Convention's function identifier
   */
  record Hypercall(long function) implements VcpuExit {}

  /**
   * The guest asked the firmware (PSCI) for a change of the whole system, or comes back from it.
   */
  record SystemEvent(Kind kind) implements VcpuExit {
    /** What it asked for. */
    public enum Kind {
      /** PSCI SYSTEM_OFF. */
      SHUTDOWN,
      /** PSCI SYSTEM_RESET. */
      RESET,
      /** PSCI SYSTEM_RESET2: the reset's type is in x1, its cookie in x2. */
      RESET2,
      /** The guest reported that it crashed. */
      CRASH,
      /** PSCI SYSTEM_SUSPEND; granted by {@link Vcpu#suspend}, refused by a value in x0. */
      SUSPEND,
      /** An interrupt is pending for the vCPU that was suspended. */
      WAKEUP
    }
  }

  /** A breakpoint, watchpoint or single step that the monitor asked for. */
  record Debug(long esr, long far) implements VcpuExit {}

  /** Another thread called {@link Vcpu#kick}. */
  record Interrupted() implements VcpuExit {}

  /** The processor refused to enter the guest. */
  record EntryFailed(long reason) implements VcpuExit {}

  /** The back end gave up. */
  record BackEndFailed(int suberror) implements VcpuExit {}

  /** A code that jvmm does not know. */
  record Unknown(int code) implements VcpuExit {}
}
