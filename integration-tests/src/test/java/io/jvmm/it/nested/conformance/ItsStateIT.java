package io.jvmm.it.nested.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jvmm.it.guest.A64;
import io.jvmm.it.nested.GicMachine;
import io.jvmm.vgic.v3.GicV3Config;
import io.jvmm.vgic.v3.GicV3State;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The state of KVM's GICv3 and ITS as a value: with guest memory, all that another one needs. */
class ItsStateIT {
  private static final GicV3Config CONFIG = new GicV3Config(64, List.of(1));
  private static final int DEVICE = 0x18;
  private static final int EVENT = 5;
  private static final int LPI = 8200;
  private static final int PATIENCE = 1 << 20; // polls
  private static final int NOTHING = 0;

  @BeforeEach
  void onlyAHostWithAnItsHasIt() {
    assumeThat(GicMode.offeredWithIts()).isNotEmpty();
  }

  @Test
  void aPendingLpiIsTakenInTheMachineThatTookOverStateAndMemory() {
    try (GicMachine first = GicMachine.withIts(CONFIG);
        GicMachine second = GicMachine.withIts(CONFIG)) {
      first.run(leaveAnLpiPending());
      GicV3State saved = first.gic().save();

      second.copyMemoryOf(first);
      second.gic().restore(saved);
      GicV3State takenOver = second.gic().save();
      second.run(acknowledge(new A64()).powerOff());

      assertThat(saved.its()).isPresent();
      assertThat(takenOver).isEqualTo(saved);
      assertThat(second.result(0)).isEqualTo(LPI);
    }
  }

  private static A64 leaveAnLpiPending() {
    A64 code = new A64();
    new GuestGicV3().start(code, 0);
    GuestIts its = new GuestIts(code);
    its.configure(LPI, 0xa0, true);
    its.start();
    its.map(DEVICE);
    its.map(DEVICE, EVENT, LPI);
    its.interrupt(DEVICE, EVENT);
    return code.powerOff();
  }

  /** Waits until the processor would take an interrupt, and tells which that is. */
  static A64 acknowledge(A64 code) {
    code.mov(8, NOTHING).mov(12, PATIENCE).label("again");
    code.synchronise().readSystem(10, 3, 0, 12, 1, 0).branchIfNotZero(10, "signalled"); // ISR_EL1
    code.subtract(12, 12, 1).branchIfNotZero(12, "again").branch("tell").label("signalled");
    new GuestGicV3().acknowledge(code, 8);
    return code.label("tell").mov(9, GicMachine.RESULTS).store(8, 8, 9).barrier();
  }
}
