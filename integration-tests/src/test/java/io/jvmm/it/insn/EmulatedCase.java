package io.jvmm.it.insn;

import io.jvmm.mmio.insn.LoadStore;
import io.jvmm.mmio.insn.LoadStores;
import io.jvmm.mmio.insn.NoSyndromeEmulator;
import io.jvmm.vmm.VcpuExit;
import io.jvmm.vmm.VcpuRegister;
import io.jvmm.vmm.error.GuestException;
import io.jvmm.vmm.memory.GuestMemory;
import io.jvmm.vmm.mmio.MmioBus;
import io.jvmm.vmm.testkit.FakeVcpu;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Executes a case by {@link NoSyndromeEmulator}, with a bus that has the program behind it. */
final class EmulatedCase implements MmioBus, GuestMemory {
  private static final long SCTLR_E0E = 1 << 24;
  private static final long ESR_WRITE = 1 << 6;

  private final OracleCase instance;
  private final byte[] code;
  private final ProcessorImage image;
  private final FakeVcpu vcpu = new FakeVcpu();

  EmulatedCase(OracleCase instance, byte[] code) {
    this.instance = instance;
    this.code = code;
    this.image = instance.before().copy();
  }

  /** What became of the registers and the memory. */
  ProcessorImage execute(ByteOrder order) {
    load(order);
    NoSyndromeEmulator emulator =
        new NoSyndromeEmulator((_, address) -> OptionalLong.of(address), this)
            .reportingTo(
                line -> {
                  throw new AssertionError(instance + ": " + line);
                })
            .withZeroBlock(() -> OptionalInt.of(OracleCases.ZERO_BLOCK));
    boolean done =
        emulator.emulate(vcpu, new VcpuExit.NoSyndrome(syndrome(), instance.address()), this);
    if (!done) {
      throw new AssertionError(instance + " is refused");
    }
    save();
    return image;
  }

  private long syndrome() {
    boolean loads =
        LoadStores.decode(instance.word()) instanceof LoadStore loadStore
            && loadStore.direction() == LoadStore.Direction.LOAD;
    return loads ? 0 : ESR_WRITE;
  }

  private void load(ByteOrder order) {
    for (int n = 0; n < 31; n++) {
      vcpu.setRegister(VcpuRegister.x(n), image.x(n));
    }
    for (int n = 0; n < 32; n++) {
      vcpu.setVector(n, image.vector(n));
    }
    vcpu.setRegister(VcpuRegister.SP_EL0, image.x(31));
    vcpu.setRegister(VcpuRegister.PC, OracleProgram.instructionAddress(instance.number()));
    vcpu.setRegister(VcpuRegister.SCTLR_EL1, order == ByteOrder.BIG_ENDIAN ? SCTLR_E0E : 0);
  }

  private void save() {
    for (int n = 0; n < 31; n++) {
      image.setX(n, vcpu.register(VcpuRegister.x(n)));
    }
    for (int n = 0; n < 32; n++) {
      image.setVector(n, vcpu.vector(n));
    }
    image.setX(31, vcpu.register(VcpuRegister.SP_EL0));
  }

  @Override
  public long read(long address, int width) {
    byte[] eight = new byte[Long.BYTES];
    for (int i = 0; i < width; i++) {
      eight[i] = byteAt(address + i);
    }
    return ByteBuffer.wrap(eight).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private byte byteAt(long address) {
    return address < OracleProgram.DATA
        ? code[(int) (address - OracleProgram.CODE)]
        : image.bytes()[memoryOffset(address)];
  }

  @Override
  public void write(long address, int width, long value) {
    for (int i = 0; i < width; i++) {
      image.bytes()[memoryOffset(address + i)] = (byte) (value >>> (Byte.SIZE * i));
    }
  }

  private int memoryOffset(long address) {
    long memory = OracleProgram.memoryAddress(instance.number());
    return ProcessorImage.MEMORY + Math.toIntExact(address - memory);
  }

  @Override
  public MemorySegment readable(long address, long length) {
    return MemorySegment.ofArray(code).asSlice(address - OracleProgram.CODE, length);
  }

  @Override
  public MemorySegment writable(long address, long length) {
    throw new GuestException("all stores go to the bus");
  }
}
