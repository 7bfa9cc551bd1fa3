package io.jvmm.kvm;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.jvmm.kvm.uapi.kvm_one_reg;
import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.VcpuRegister;
import io.jvmm.vmm.VectorValue;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/** A vCPU's registers, read and written one at a time. */
final class VcpuRegisters {
  private static final Set<VcpuRegister> READ_ONLY =
      EnumSet.of(VcpuRegister.MPIDR_EL1, VcpuRegister.ID_AA64MMFR0_EL1);

  private static final long V_BYTES = 16;

  /** Of a Z register as KVM passes it, whatever the length of the guest's vectors. */
  private static final long Z_BYTES = 256;

  private final VcpuId id;
  private final KvmFd fd;
  private final boolean sve;

  /**
   * The registers of a vCPU.
   *
   * @param sve whether it has the scalable vector extension: KVM then offers the vector registers
   *     only as part of the Z registers
   */
  VcpuRegisters(VcpuId id, KvmFd fd, boolean sve) {
    this.id = id;
    this.fd = fd;
    this.sve = sve;
  }

  long get(VcpuRegister register) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(JAVA_LONG);
      read(RegisterIds.of(register), register::name, value);
      return value.get(JAVA_LONG, 0);
    }
  }

  void set(VcpuRegister register, long value) {
    if (READ_ONLY.contains(register)) {
      throw new IllegalArgumentException(register + " is read only");
    }
    try (Arena arena = Arena.ofConfined()) {
      write(RegisterIds.of(register), register::name, arena.allocateFrom(JAVA_LONG, value));
    }
  }

  VectorValue vector(int n) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = vectorBuffer(arena);
      read(vectorId(n), () -> "V" + n, value);
      return new VectorValue(value.getAtIndex(JAVA_LONG, 0), value.getAtIndex(JAVA_LONG, 1));
    }
  }

  /**
   * What the register has beyond 128 bits becomes zero, as it does when an instruction writes V.
   */
  void setVector(int n, VectorValue value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment holder = vectorBuffer(arena);
      holder.setAtIndex(JAVA_LONG, 0, value.low());
      holder.setAtIndex(JAVA_LONG, 1, value.high());
      write(vectorId(n), () -> "V" + n, holder);
    }
  }

  /** Reads the register of a number into memory of its size, at least 8 bytes. */
  void read(long register, Supplier<String> name, MemorySegment value) {
    transfer(Ioctl.KVM_GET_ONE_REG, register, name, value);
  }

  /** Writes the register of a number from memory of its size, at least 8 bytes. */
  void write(long register, Supplier<String> name, MemorySegment value) {
    transfer(Ioctl.KVM_SET_ONE_REG, register, name, value);
  }

  private long vectorId(int n) {
    return sve ? RegisterIds.scalableVector(n) : RegisterIds.vector(n);
  }

  private MemorySegment vectorBuffer(Arena arena) {
    return arena.allocate(sve ? Z_BYTES : V_BYTES, Long.BYTES);
  }

  private void transfer(Ioctl ioctl, long register, Supplier<String> name, MemorySegment value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = kvm_one_reg.allocate(arena);
      kvm_one_reg.id(request, register);
      kvm_one_reg.addr(request, value.address());
      fd.call(
          ioctl, request, () -> "%s, %s = 0x%x".formatted(id, name.get(), value.get(JAVA_LONG, 0)));
    }
  }
}
