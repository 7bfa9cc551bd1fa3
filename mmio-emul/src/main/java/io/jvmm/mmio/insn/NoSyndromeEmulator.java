package io.jvmm.mmio.insn;

import io.jvmm.mmio.insn.Decoded.Unsupported;
import io.jvmm.mmio.insn.Decoded.ZeroBlock;
import io.jvmm.mmio.insn.LoadStore.Direction;
import io.jvmm.mmio.insn.Transfer.Extension;
import io.jvmm.mmio.insn.Transfer.General;
import io.jvmm.vmm.AccessEmulator;
import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.VcpuExit;
import io.jvmm.vmm.VcpuRegister;
import io.jvmm.vmm.error.GuestException;
import io.jvmm.vmm.memory.AddressTranslation;
import io.jvmm.vmm.memory.GuestMemory;
import io.jvmm.vmm.mmio.MmioBus;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Carries out loads and stores that trap without a syndrome, by reading and decoding them. What it
 * cannot carry out it refuses, having changed nothing, and reports it once for each place in the
 * guest's code. Safe for use by any thread.
 */
public final class NoSyndromeEmulator implements AccessEmulator {
  private static final long ESR_WRITE = 1 << 6;
  private static final int ZERO_REGISTER = 31;
  private static final ValueLayout.OfInt INSTRUCTION =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final AddressTranslation translation;
  private final GuestMemory memory;
  private final Supplier<OptionalInt> zeroBlock;
  private final RefusalReport report;

  private NoSyndromeEmulator(
      AddressTranslation translation,
      GuestMemory memory,
      Supplier<OptionalInt> zeroBlock,
      Consumer<String> sink) {
    this.translation = translation;
    this.memory = memory;
    this.zeroBlock = zeroBlock;
    this.report = new RefusalReport(sink);
  }

  /**
   * An emulator that refuses DC ZVA.
   *
   * @param memory where instructions are read, and where an access goes that reaches beyond the
   *     page without memory
   */
  public NoSyndromeEmulator(AddressTranslation translation, GuestMemory memory) {
    this(translation, memory, OptionalInt::empty, RefusalReport::log);
  }

  /**
   * The same, for processors whose DC ZVA is known.
   *
   * @param bytes how much it zeroes, 4 &lt;&lt; DCZID_EL0.BS, a power of two from 8 to 2048; asked
   *     for when a guest uses it. Empty where there is none
   */
  public NoSyndromeEmulator withZeroBlock(Supplier<OptionalInt> bytes) {
    return new NoSyndromeEmulator(translation, memory, bytes, report.sink());
  }

  /** The same, with refusals reported to a sink instead of to the log. */
  public NoSyndromeEmulator reportingTo(Consumer<String> sink) {
    return new NoSyndromeEmulator(translation, memory, zeroBlock, sink);
  }

  @Override
  public boolean emulate(Vcpu vcpu, VcpuExit.NoSyndrome access, MmioBus bus) {
    PreparedAccess prepared;
    try {
      prepared = prepare(vcpu, access);
    } catch (GuestException refusal) {
      long pc = vcpu.register(VcpuRegister.PC);
      report.refused(pc, () -> line(vcpu, access, refusal));
      return false;
    }
    prepared.carryOut(bus);
    return true;
  }

  private PreparedAccess prepare(Vcpu vcpu, VcpuExit.NoSyndrome access) {
    ProcessorState state = ProcessorState.of(vcpu);
    GuestRegisters registers = new GuestRegisters(vcpu, state);
    LoadStore instruction = decode(fetch(vcpu));
    requireDirection(instruction, access);
    AddressMode.Resolved address = instruction.address().resolve(registers);
    List<Step> steps =
        new AccessPlan(vcpu, translation, memory)
            .of(instruction, address.address(), access.address());
    return new PreparedAccess(instruction, address, steps, registers, state.byteOrder(vcpu));
  }

  private int fetch(Vcpu vcpu) {
    long pc = vcpu.register(VcpuRegister.PC);
    if (pc % Integer.BYTES != 0) {
      throw new GuestException("the program counter is not aligned");
    }
    long address =
        translation
            .toGuestPhysical(vcpu, pc)
            .orElseThrow(() -> new GuestException("the guest does not map its program counter"));
    return memory.readable(address, Integer.BYTES).get(INSTRUCTION, 0);
  }

  private LoadStore decode(int word) {
    return switch (LoadStores.decode(word)) {
      case LoadStore loadStore -> loadStore;
      case ZeroBlock(int register) -> zeroes(register);
      case Unsupported(String reason) -> throw new GuestException(reason);
    };
  }

  private LoadStore zeroes(int register) {
    int bytes =
        zeroBlock
            .get()
            .orElseThrow(() -> new GuestException("how much DC ZVA zeroes here is not known"));
    Transfer zero = new General(ZERO_REGISTER, Long.BYTES, Extension.ZERO);
    return new LoadStore(
        Direction.STORE,
        new AddressMode.Block(register, bytes),
        Collections.nCopies(bytes / Long.BYTES, zero));
  }

  // The guest may have changed the code since: then the access that trapped was another one.
  private static void requireDirection(LoadStore instruction, VcpuExit.NoSyndrome access) {
    boolean stores = instruction.direction() == Direction.STORE;
    boolean stored = (access.esr() & ESR_WRITE) != 0;
    if (stores != stored) {
      throw new GuestException(
          "it is no %s, and that trapped".formatted(stored ? "store" : "load"));
    }
  }

  private String line(Vcpu vcpu, VcpuExit.NoSyndrome access, GuestException refusal) {
    return "%s: %s, by %s at PC 0x%x: %s; answered with an external abort"
        .formatted(
            vcpu.id(),
            access,
            instruction(vcpu),
            vcpu.register(VcpuRegister.PC),
            refusal.getMessage());
  }

  private String instruction(Vcpu vcpu) {
    try {
      int word = fetch(vcpu);
      String name = LoadStores.find(word).map(row -> " (" + row.page() + ")").orElse("");
      return "instruction 0x%08x%s".formatted(word, name);
    } catch (GuestException _) {
      return "an instruction that cannot be read";
    }
  }
}
