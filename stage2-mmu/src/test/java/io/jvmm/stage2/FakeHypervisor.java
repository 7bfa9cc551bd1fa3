package io.jvmm.stage2;

import io.jvmm.vmm.Hypervisor;
import io.jvmm.vmm.HypervisorLimits;
import io.jvmm.vmm.Vm;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;

/** A host with memory and nothing else. */
record FakeHypervisor(HypervisorLimits limits) implements Hypervisor {
  static FakeHypervisor withPages(long pageSize) {
    return new FakeHypervisor(new HypervisorLimits(8, 48, 512, pageSize, true));
  }

  static FakeHypervisor withSlots(int slots) {
    return new FakeHypervisor(new HypervisorLimits(8, 48, slots, 4096, true));
  }

  @Override
  public MemorySegment reserveMemory(long bytes, Arena arena) {
    return arena.allocate(bytes, limits.pageSize());
  }

  @Override
  public Vm createVm(int ipaBits) {
    throw new AssertionError("guest memory makes no virtual machine");
  }

  @Override
  public OptionalInt zeroBlockBytes() {
    return OptionalInt.empty();
  }

  @Override
  public void close() {}
}
