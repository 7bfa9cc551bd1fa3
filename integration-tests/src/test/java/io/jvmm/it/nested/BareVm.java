package io.jvmm.it.nested;

import io.jvmm.it.guest.A64;
import io.jvmm.vmm.Hypervisor;
import io.jvmm.vmm.HypervisorLimits;
import io.jvmm.vmm.MemorySlot;
import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.VcpuConfig;
import io.jvmm.vmm.VcpuExit;
import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.VcpuRegister;
import io.jvmm.vmm.Vm;
import io.jvmm.vmm.memory.AddressRange;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A virtual machine for tests of the hypervisor interface itself: memory with a program in it and
 * vCPUs, and nothing that answers exits but the test.
 */
final class BareVm implements AutoCloseable {
  /** Where nothing is: a store to it is an exit, with which the guest reports a number. */
  static final long REPORT = 0x0900_0000;

  private static final AddressRange MEMORY = AddressRange.of(0x4000_0000, 0x1_0000);
  private static final int IPA_BITS = 36;

  private final Arena arena = Arena.ofShared();
  private final Hypervisor hypervisor = TestMachine.kvm().open();
  private final Vm vm = hypervisor.createVm(IPA_BITS);
  private int slots;

  /** A machine with a program at the start of its memory. */
  BareVm(A64 program) {
    map(MEMORY).copyFrom(MemorySegment.ofArray(program.bytes()));
  }

  HypervisorLimits limits() {
    return hypervisor.limits();
  }

  Vm vm() {
    return vm;
  }

  /** Gives it more memory. */
  MemorySegment map(AddressRange range) {
    MemorySegment memory = hypervisor.reserveMemory(range.size(), arena);
    vm.mapSlot(new MemorySlot(slots++, range, memory, MemorySlot.Access.READ_WRITE));
    return memory;
  }

  /** The boot processor, without features, at the program's start. */
  Vcpu vcpu() {
    return vcpu(new VcpuConfig(new VcpuId(0), false));
  }

  /** A vCPU at the program's start. */
  Vcpu vcpu(VcpuConfig config) {
    Vcpu vcpu = vm.createVcpu(config);
    vcpu.setRegister(VcpuRegister.PC, MEMORY.start().value());
    return vcpu;
  }

  /**
   * Runs a vCPU until it reports a number; anything else it does is an error, but for a change of
   * its private lines.
   */
  static long report(Vcpu vcpu) {
    VcpuExit exit = vcpu.run();
    while (exit instanceof VcpuExit.Interrupted) {
      exit = vcpu.run();
    }
    if (exit instanceof VcpuExit.MmioWrite(long address, int _, long value) && address == REPORT) {
      return value;
    }
    throw new AssertionError("the guest reports nothing, but " + exit);
  }

  /** A program that reports what is in a register: x9 is for this. */
  static A64 report(A64 program, int register) {
    return program.mov(9, REPORT).store(8, register, 9);
  }

  @Override
  public void close() {
    vm.close();
    hypervisor.close();
    arena.close();
  }
}
