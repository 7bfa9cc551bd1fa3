package io.jvmm.monitor.machine;

import io.jvmm.vmm.VcpuExit;

/** The kinds of exits, as they are counted. */
public enum ExitKind {
  /** A load from a device. */
  MMIO_READ("MMIO loads"),
  /** A store to a device. */
  MMIO_WRITE("MMIO stores"),
  /** An access that the processor does not describe. */
  NO_SYNDROME("without syndrome"),
  /** A hypercall that the back end passes on. */
  HYPERCALL("hypercalls"),
  /** A power-off, a reset and the like. */
  SYSTEM_EVENT("system events"),
  /** A breakpoint or single step. */
  DEBUG("debug"),
  /** Another thread of ours wanted the vCPU out. */
  INTERRUPTED("interrupted"),
  /** The processor refused to enter the guest, or the back end gave up. */
  FAILED("failed"),
  /** A code that jvmm does not know. */
  UNKNOWN("unknown");

  private final String title;

  ExitKind(String title) {
    this.title = title;
  }

  /** What the user reads. */
  public String title() {
    return title;
  }

  static ExitKind of(VcpuExit exit) {
    return switch (exit) {
      case VcpuExit.MmioRead _ -> MMIO_READ;
      case VcpuExit.MmioWrite _ -> MMIO_WRITE;
      case VcpuExit.NoSyndrome _ -> NO_SYNDROME;
      case VcpuExit.Hypercall _ -> HYPERCALL;
      case VcpuExit.SystemEvent _ -> SYSTEM_EVENT;
      case VcpuExit.Debug _ -> DEBUG;
      case VcpuExit.Interrupted _ -> INTERRUPTED;
      case VcpuExit.EntryFailed _, VcpuExit.BackEndFailed _ -> FAILED;
      case VcpuExit.Unknown _ -> UNKNOWN;
    };
  }
}
