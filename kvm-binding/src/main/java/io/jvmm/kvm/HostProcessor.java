package io.jvmm.kvm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.jvmm.linux.libc.Mapping;
import io.jvmm.vmm.error.InternalException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.OptionalInt;

/**
 * What the host's processor says of itself to every program. Guests have the same one; KVM does not
 * repeat these registers. All processors of the host are taken to be alike in them.
 */
final class HostProcessor {
  /** MRS X0, DCZID_EL0; RET. */
  private static final int[] READ_DCZID_EL0 = {0xd53b00e0, 0xd65f03c0};

  private static final int PROHIBITED = 1 << 4; // DCZID_EL0.DZP
  private static final int BLOCK_SIZE = 0xf; // DCZID_EL0.BS, log2 of words

  private HostProcessor() {}

  /** How many bytes DC ZVA zeroes; empty if it is prohibited. */
  static OptionalInt zeroBlockBytes() {
    long dczid = execute(READ_DCZID_EL0);
    return (dczid & PROHIBITED) != 0
        ? OptionalInt.empty()
        : OptionalInt.of(Integer.BYTES << (dczid & BLOCK_SIZE));
  }

  /** Calls a function given in A64 instructions, which takes nothing and returns X0. */
  private static long execute(int... instructions) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment code = Mapping.anonymous(Mapping.pageSize(), arena);
      MemorySegment.copy(instructions, 0, code, JAVA_INT, 0, instructions.length);
      Mapping.makeExecutable(code);
      MethodHandle function =
          Linker.nativeLinker().downcallHandle(code, FunctionDescriptor.of(JAVA_LONG));
      return (long) function.invokeExact();
    } catch (Throwable e) {
      throw new InternalException("a processor register could not be read", e);
    }
  }
}
