package io.jvmm.it.nested.conformance;

import io.jvmm.it.guest.A64;
import io.jvmm.monitor.machine.GuestLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Accesses to devices that the processor reports without a syndrome. */
@ParameterizedClass
@MethodSource("io.jvmm.it.nested.conformance.GicMode#offered")
record NoSyndromeIT(GicMode gic) {
  private static final long VIRTIO = GuestLayout.virtio(0).start().value();
  private static final int MAGIC = 0x7472_6976;
  private static final int VERSION = 2;
  private static final long UARTIBRD = GuestLayout.PL011.start().value() + 0x24;
  private static final int BASE = 20;

  /** LDP W0, W1, [X20]. */
  private static final int LOAD_PAIR = 0x29400680;

  /** LDPSW X0, X1, [X20]. */
  private static final int LOAD_PAIR_SIGNED = 0x69400680;

  /** LDR W0, [X20], #4. */
  private static final int LOAD_POST_INDEXED = 0xb8404680;

  /** LDR W0, [X20, #4]!. */
  private static final int LOAD_PRE_INDEXED = 0xb8404e80;

  /** STP W0, W1, [X20]. */
  private static final int STORE_PAIR = 0x29000680;

  /** STR W0, [X20], #4. */
  private static final int STORE_POST_INDEXED = 0xb8004680;

  /** LDR S0, [X20]. */
  private static final int LOAD_SIMD = 0xbd400280;

  /** STR S0, [X20]. */
  private static final int STORE_SIMD = 0xbd000280;

  /** FMOV W0, S0. */
  private static final int FROM_SIMD = 0x1e260000;

  /** FMOV S0, W0. */
  private static final int TO_SIMD = 0x1e270000;

  /** LDXR W0, [X20]: makes no sense on a device. */
  private static final int LOAD_EXCLUSIVE = 0x885f7e80;

  /** Executes an instruction whose base register points to an address. */
  private static GuestProgram at(GuestProgram program, long address, int instruction) {
    program.code().mov(BASE, address).instruction(instruction);
    return program;
  }

  /** Lets EL1 use the SIMD&amp;FP registers: CPACR_EL1.FPEN. */
  private static GuestProgram enableSimd(GuestProgram program) {
    program.code().mov(9, 3 << 20).writeSystem(9, 3, 0, 1, 0, 2).synchronise();
    return program;
  }

  @Test
  void aPairIsLoadedFromTwoRegisters() {
    GuestProgram program = at(gic.program(), VIRTIO, LOAD_PAIR);
    gic.run(program.check(0, MAGIC, "first").check(1, VERSION, "second").pass());
  }

  @Test
  void aPairIsLoadedWithItsSign() {
    GuestProgram program = at(gic.program(), VIRTIO, LOAD_PAIR_SIGNED);
    gic.run(program.check(0, MAGIC, "first").check(1, VERSION, "second").pass());
  }

  @Test
  void theBaseRegisterMovesAfterTheLoad() {
    GuestProgram program = at(gic.program(), VIRTIO, LOAD_POST_INDEXED);
    gic.run(program.check(0, MAGIC, "value").check(BASE, VIRTIO + 4, "base").pass());
  }

  @Test
  void theBaseRegisterMovesBeforeTheLoad() {
    GuestProgram program = at(gic.program(), VIRTIO, LOAD_PRE_INDEXED);
    gic.run(program.check(0, VERSION, "value").check(BASE, VIRTIO + 4, "base").pass());
  }

  @Test
  void aPairIsStoredToTwoRegisters() {
    GuestProgram program = gic.program();
    program.code().mov(0, 0x1234).mov(1, 0x2a);
    at(program, UARTIBRD, STORE_PAIR).code().loadWord(3, UARTIBRD).loadWord(4, UARTIBRD + 4);
    gic.run(program.check(3, 0x1234, "UARTIBRD").check(4, 0x2a, "UARTFBRD").pass());
  }

  @Test
  void theBaseRegisterMovesAfterTheStore() {
    GuestProgram program = gic.program();
    program.code().mov(0, 0x4321);
    at(program, UARTIBRD, STORE_POST_INDEXED).code().loadWord(3, UARTIBRD);
    gic.run(program.check(3, 0x4321, "UARTIBRD").check(BASE, UARTIBRD + 4, "base").pass());
  }

  @Test
  void aVectorRegisterIsLoadedAndStored() {
    GuestProgram program = at(enableSimd(gic.program()), VIRTIO, LOAD_SIMD);
    program.code().instruction(FROM_SIMD);
    program.check(0, MAGIC, "loaded").code().mov(0, 0x1111).instruction(TO_SIMD);
    at(program, UARTIBRD, STORE_SIMD).code().loadWord(3, UARTIBRD);
    gic.run(program.check(3, 0x1111, "UARTIBRD").pass());
  }

  @Test
  void anInstructionThatMakesNoSenseOnADeviceIsAnExternalAbort() {
    GuestProgram program = gic.program();
    A64 code = program.code().address(1, "vectors").writeSystem(1, 3, 0, 12, 0, 0).synchronise();
    code.mov(BASE, VIRTIO).instruction(LOAD_EXCLUSIVE);
    program.check(A64.ZERO, 1, "no abort").idle();
    code.align(2048).label("vectors");
    for (int vector = 0; vector < 16; vector++) {
      code.branch("aborted").align(128);
    }
    code.label("aborted").readSystem(8, 3, 0, 5, 2, 0).shiftRight(8, 8, 26); // ESR_EL1.EC
    gic.run(program.check(8, 0x25, "ESR_EL1.EC: a data abort of EL1 itself").pass());
  }
}
