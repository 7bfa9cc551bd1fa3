package io.jvmm.vgic.v3;

import static io.jvmm.vgic.v3.IccRegister.ICC_AP0R0_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_AP0R1_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_AP0R2_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_AP0R3_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_AP1R0_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_AP1R1_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_AP1R2_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_AP1R3_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_BPR0_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_BPR1_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_CTLR_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_IGRPEN0_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_IGRPEN1_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_PMR_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_SRE_EL1;

import io.jvmm.vmm.error.HostException;
import java.util.List;

/**
 * Moves the state of one CPU interface between its registers and a value.
 *
 * @param attributes where the registers are
 * @param affinity of its processor
 */
record CpuInterfaceTransfer(GicV3Attributes attributes, long affinity) {
  /** The registers that hold state; the others act, or follow from these. */
  static final List<IccRegister> STATE =
      List.of(
          ICC_SRE_EL1,
          ICC_CTLR_EL1,
          ICC_PMR_EL1,
          ICC_BPR0_EL1,
          ICC_BPR1_EL1,
          ICC_AP0R0_EL1,
          ICC_AP1R0_EL1,
          ICC_IGRPEN0_EL1,
          ICC_IGRPEN1_EL1);

  private static final List<IccRegister> ACTIVE_0 =
      List.of(ICC_AP0R0_EL1, ICC_AP0R1_EL1, ICC_AP0R2_EL1, ICC_AP0R3_EL1);
  private static final List<IccRegister> ACTIVE_1 =
      List.of(ICC_AP1R0_EL1, ICC_AP1R1_EL1, ICC_AP1R2_EL1, ICC_AP1R3_EL1);
  private static final long CBPR = 1;
  private static final int LEVELS_SHIFT = 5;

  CpuInterfaceState save() {
    long control = get(ICC_CTLR_EL1);
    int words = words(control);
    return new CpuInterfaceState(
        control,
        (int) get(ICC_PMR_EL1),
        (int) get(ICC_BPR0_EL1),
        (int) get(ICC_BPR1_EL1),
        get(ICC_IGRPEN0_EL1) != 0,
        get(ICC_IGRPEN1_EL1) != 0,
        ACTIVE_0.stream().limit(words).map(each -> (int) get(each)).toList(),
        ACTIVE_1.stream().limit(words).map(each -> (int) get(each)).toList());
  }

  /** BPR1 can be written only while CTLR.CBPR is clear, so CTLR comes before it and after it. */
  void restore(CpuInterfaceState state) {
    long offered = get(ICC_CTLR_EL1) & ~CpuInterfaceState.CTLR_WRITABLE;
    requirePriorityBits(offered, state);
    long control = offered | (state.ctlr() & CpuInterfaceState.CTLR_WRITABLE);
    set(ICC_SRE_EL1, ICC_SRE_EL1.reset());
    set(ICC_CTLR_EL1, control & ~CBPR);
    set(ICC_PMR_EL1, state.pmr());
    set(ICC_BPR0_EL1, state.bpr0());
    set(ICC_BPR1_EL1, state.bpr1());
    set(ICC_CTLR_EL1, control);
    setAll(ACTIVE_0, state.active0());
    setAll(ACTIVE_1, state.active1());
    set(ICC_IGRPEN0_EL1, state.group0Enabled() ? 1 : 0);
    set(ICC_IGRPEN1_EL1, state.group1Enabled() ? 1 : 0);
  }

  /** A guest has seen PRIbits, and what is active is kept by priority. */
  private static void requirePriorityBits(long offered, CpuInterfaceState state) {
    int bits = CpuInterfaceState.priorityBits(offered);
    if (bits != state.priorityBits()) {
      throw new HostException(
          ("the saved GICv3 has %d bits of priority, this host's has %d (ICC_CTLR_EL1.PRIbits):"
                  + " restore it on a host like the one it was saved on")
              .formatted(state.priorityBits(), bits));
    }
  }

  private static int words(long control) {
    return 1 << Math.max(0, CpuInterfaceState.priorityBits(control) - LEVELS_SHIFT);
  }

  private void setAll(List<IccRegister> registers, List<Integer> words) {
    for (int i = 0; i < words.size(); i++) {
      set(registers.get(i), Integer.toUnsignedLong(words.get(i)));
    }
  }

  private long get(IccRegister register) {
    return attributes.register(affinity, register);
  }

  private void set(IccRegister register, long value) {
    attributes.setRegister(affinity, register, value);
  }
}
