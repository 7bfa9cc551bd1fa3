package io.jvmm.kvm;

import static io.jvmm.kvm.uapi.LinuxKvm.KVM_ARM_DEV_EL1_PTIMER;
import static io.jvmm.kvm.uapi.LinuxKvm.KVM_ARM_DEV_EL1_VTIMER;
import static io.jvmm.kvm.uapi.LinuxKvm.KVM_ARM_DEV_PMU;
import static io.jvmm.kvm.uapi.LinuxKvm.KVM_EXIT_ARM_NISV;
import static io.jvmm.kvm.uapi.LinuxKvm.KVM_EXIT_DEBUG;
import static io.jvmm.kvm.uapi.LinuxKvm.KVM_EXIT_FAIL_ENTRY;
import static io.jvmm.kvm.uapi.LinuxKvm.KVM_EXIT_HYPERCALL;
import static io.jvmm.kvm.uapi.LinuxKvm.KVM_EXIT_INTERNAL_ERROR;
import static io.jvmm.kvm.uapi.LinuxKvm.KVM_EXIT_INTR;
import static io.jvmm.kvm.uapi.LinuxKvm.KVM_EXIT_MMIO;
import static io.jvmm.kvm.uapi.LinuxKvm.KVM_EXIT_SYSTEM_EVENT;
import static io.jvmm.vmm.irq.PrivateLine.PHYSICAL_TIMER;
import static io.jvmm.vmm.irq.PrivateLine.PMU;
import static io.jvmm.vmm.irq.PrivateLine.VIRTUAL_TIMER;

import io.jvmm.kvm.uapi.LinuxKvm;
import io.jvmm.kvm.uapi.kvm_debug_exit_arch;
import io.jvmm.kvm.uapi.kvm_run_arm64;
import io.jvmm.kvm.uapi.kvm_sync_regs;
import io.jvmm.vmm.VcpuExit;
import io.jvmm.vmm.VcpuExit.SystemEvent.Kind;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.irq.PrivateLines;
import java.lang.foreign.MemorySegment;

/**
 * The page that a vCPU shares with the kernel, {@code struct kvm_run}: after KVM_RUN it says why
 * the guest stopped.
 */
final class RunPage {
  private final MemorySegment page;
  private final MemorySegment mmio;
  private final MemorySegment regs;

  RunPage(MemorySegment page) {
    this.page = page;
    this.mmio = kvm_run_arm64.mmio(page);
    this.regs = kvm_run_arm64.regs(page);
  }

  /** Why KVM_RUN returned. */
  VcpuExit exit() {
    int reason = kvm_run_arm64.exit_reason(page);
    if (reason == KVM_EXIT_MMIO()) {
      return mmioExit();
    } else if (reason == KVM_EXIT_ARM_NISV()) {
      return noSyndromeExit();
    } else if (reason == KVM_EXIT_INTR()) {
      return new VcpuExit.Interrupted();
    } else if (reason == KVM_EXIT_SYSTEM_EVENT()) {
      return systemEventExit();
    }
    return rareExit(reason);
  }

  /**
   * The value of the load that {@link #exit} told of; the kernel takes as many bytes as it needs.
   */
  void completeRead(long value) {
    kvm_run_arm64.mmio.data(mmio, value);
  }

  /**
   * The levels of the vCPU's own peripherals, kept where the kernel has no interrupt controller.
   */
  PrivateLines privateLines() {
    long levels = kvm_sync_regs.device_irq_level(regs);
    PrivateLines lines = PrivateLines.NONE;
    lines = (levels & KVM_ARM_DEV_EL1_VTIMER()) == 0 ? lines : lines.with(VIRTUAL_TIMER);
    lines = (levels & KVM_ARM_DEV_EL1_PTIMER()) == 0 ? lines : lines.with(PHYSICAL_TIMER);
    return (levels & KVM_ARM_DEV_PMU()) == 0 ? lines : lines.with(PMU);
  }

  /** Whether KVM_RUN is to return at once instead of entering the guest. */
  void immediateExit(boolean wanted) {
    kvm_run_arm64.immediate_exit(page, (byte) (wanted ? 1 : 0));
  }

  private VcpuExit mmioExit() {
    long address = kvm_run_arm64.mmio.phys_addr(mmio);
    int width = kvm_run_arm64.mmio.len(mmio);
    if (width != 1 && width != 2 && width != 4 && width != 8) {
      throw new HostException(
          "KVM reported an access of %d bytes to 0x%x, which no instruction makes: a bug of the"
                  .formatted(Integer.toUnsignedLong(width), address)
              + " host's kernel, use another");
    }
    if (kvm_run_arm64.mmio.is_write(mmio) == 0) {
      return new VcpuExit.MmioRead(address, width);
    }
    long value = kvm_run_arm64.mmio.data(mmio) & (-1L >>> (Long.SIZE - width * Byte.SIZE));
    return new VcpuExit.MmioWrite(address, width, value);
  }

  private VcpuExit noSyndromeExit() {
    MemorySegment nisv = kvm_run_arm64.arm_nisv(page);
    return new VcpuExit.NoSyndrome(
        kvm_run_arm64.arm_nisv.esr_iss(nisv), kvm_run_arm64.arm_nisv.fault_ipa(nisv));
  }

  private VcpuExit systemEventExit() {
    MemorySegment event = kvm_run_arm64.system_event(page);
    int type = kvm_run_arm64.system_event.type(event);
    if (type == LinuxKvm.KVM_SYSTEM_EVENT_SHUTDOWN()) {
      return new VcpuExit.SystemEvent(Kind.SHUTDOWN);
    } else if (type == LinuxKvm.KVM_SYSTEM_EVENT_RESET()) {
      return new VcpuExit.SystemEvent(isReset2(event) ? Kind.RESET2 : Kind.RESET);
    } else if (type == LinuxKvm.KVM_SYSTEM_EVENT_CRASH()) {
      return new VcpuExit.SystemEvent(Kind.CRASH);
    } else if (type == LinuxKvm.KVM_SYSTEM_EVENT_SUSPEND()) {
      return new VcpuExit.SystemEvent(Kind.SUSPEND);
    } else if (type == LinuxKvm.KVM_SYSTEM_EVENT_WAKEUP()) {
      return new VcpuExit.SystemEvent(Kind.WAKEUP);
    }
    return new VcpuExit.Unknown(KVM_EXIT_SYSTEM_EVENT());
  }

  private static boolean isReset2(MemorySegment event) {
    long flags = kvm_run_arm64.system_event.flags(event);
    return kvm_run_arm64.system_event.ndata(event) > 0
        && (flags & LinuxKvm.KVM_SYSTEM_EVENT_RESET_FLAG_PSCI_RESET2()) != 0;
  }

  private VcpuExit rareExit(int reason) {
    if (reason == KVM_EXIT_HYPERCALL()) {
      return new VcpuExit.Hypercall(kvm_run_arm64.hypercall.nr(kvm_run_arm64.hypercall(page)));
    } else if (reason == KVM_EXIT_DEBUG()) {
      return debugExit();
    } else if (reason == KVM_EXIT_FAIL_ENTRY()) {
      return new VcpuExit.EntryFailed(
          kvm_run_arm64.fail_entry.hardware_entry_failure_reason(kvm_run_arm64.fail_entry(page)));
    } else if (reason == KVM_EXIT_INTERNAL_ERROR()) {
      return new VcpuExit.BackEndFailed(
          kvm_run_arm64.internal.suberror(kvm_run_arm64.internal(page)));
    }
    return new VcpuExit.Unknown(reason);
  }

  private VcpuExit debugExit() {
    MemorySegment arch = kvm_run_arm64.debug.arch(kvm_run_arm64.debug(page));
    long low = Integer.toUnsignedLong(kvm_debug_exit_arch.hsr(arch));
    long high = Integer.toUnsignedLong(kvm_debug_exit_arch.hsr_high(arch));
    return new VcpuExit.Debug(high << 32 | low, kvm_debug_exit_arch.far(arch));
  }
}
