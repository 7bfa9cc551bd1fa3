package io.jvmm.monitor.machine;

import io.jvmm.linux.HostMemory;
import io.jvmm.vmm.Doorbell;
import io.jvmm.vmm.Hypervisor;
import io.jvmm.vmm.HypervisorLimits;
import io.jvmm.vmm.KernelDevice;
import io.jvmm.vmm.MemorySlot;
import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.VcpuConfig;
import io.jvmm.vmm.VcpuFeature;
import io.jvmm.vmm.Vm;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.irq.InterruptMessage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A host that has all that a machine can ask for, and runs nothing: what is built on it can be
 * looked at on any machine. A guest with more memory than this machine has costs no more than what
 * is loaded.
 */
final class AssumedHost implements Hypervisor {
  /** What is assumed, in words. */
  static final String DESCRIPTION =
      "a host with GICv2, GICv3 and ITS, performance monitors, and pages of 4, 16 and 64 KiB";

  private static final int MAX_VCPUS = 512;
  private static final int ADDRESS_BITS = 48;
  private static final int SLOTS = 512;
  private static final long PAGE = 4 << 10;

  @Override
  public HypervisorLimits limits() {
    Map<VcpuFeature, String> lacksNothing = Map.of();
    return new HypervisorLimits(MAX_VCPUS, ADDRESS_BITS, SLOTS, PAGE, true, lacksNothing);
  }

  @Override
  public Vm createVm(int ipaBits) {
    return new AssumedVm();
  }

  @Override
  public MemorySegment reserveMemory(long bytes, Arena arena) {
    return HostMemory.reserve(bytes, arena);
  }

  @Override
  public OptionalInt zeroBlockBytes() {
    return OptionalInt.empty();
  }

  @Override
  public void close() {}

  private static final class AssumedVm implements Vm {
    @Override
    public void mapSlot(MemorySlot slot) {}

    @Override
    public void unmapSlot(int index) {}

    @Override
    public Vcpu createVcpu(VcpuConfig config) {
      return new AssumedVcpu(config.id());
    }

    @Override
    public void setCounterOffset(long ticks) {}

    @Override
    public boolean supports(KernelDevice.Kind kind) {
      return true;
    }

    @Override
    public KernelDevice createDevice(KernelDevice.Kind kind) {
      return new AssumedDevice();
    }

    @Override
    public void setLine(IntId spi, boolean asserted) {}

    @Override
    public boolean signalMessage(InterruptMessage message) {
      return false;
    }

    @Override
    public Optional<Doorbell> createDoorbell() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }

  private static final class AssumedDevice implements KernelDevice {
    @Override
    public boolean hasAttribute(int group, long attribute) {
      return true;
    }

    @Override
    public void setAttribute(int group, long attribute, long value) {}

    @Override
    public void setAttribute32(int group, long attribute, int value) {}

    @Override
    public void command(int group, long attribute) {}

    @Override
    public long attribute(int group, long attribute) {
      return 0;
    }

    @Override
    public int attribute32(int group, long attribute) {
      return 0;
    }
  }
}
