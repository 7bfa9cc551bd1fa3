package io.jvmm.it.nested.conformance;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** LPIs by way of the ITS beside KVM's GICv3, where there is one (Arm IHI 0069, chapter 5). */
class LpiIT {
  private static final int DEVICE = 0x18;
  private static final int EVENT = 5;
  private static final int LPI = 8200;
  private static final int PRIORITY = 0xa0;

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("io.jvmm.it.nested.conformance.GicMode#offeredWithIts")
  void anEventIsTakenAsTheLpiThatItIsMappedTo(GicMode gic) {
    GuestProgram program = gic.program();
    GuestIts its = mapped(program, true);

    its.interrupt(DEVICE, EVENT);

    gic.run(program.takesLpi(LPI).end(LPI).takesNothing().pass());
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("io.jvmm.it.nested.conformance.GicMode#offeredWithIts")
  void anEventOfADisabledLpiIsTakenWhenItIsEnabled(GicMode gic) {
    GuestProgram program = gic.program();
    GuestIts its = mapped(program, false);

    its.interrupt(DEVICE, EVENT);
    program.takesNothing();
    its.configure(LPI, PRIORITY, true);
    its.invalidate(DEVICE, EVENT);

    gic.run(program.takesLpi(LPI).end(LPI).takesNothing().pass());
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("io.jvmm.it.nested.conformance.GicMode#offeredWithIts")
  void anEventThatIsNotMappedIsNoInterrupt(GicMode gic) {
    GuestProgram program = gic.program();
    GuestIts its = mapped(program, true);

    its.interrupt(DEVICE, EVENT + 1);
    its.interrupt(DEVICE + 1, EVENT);
    program.takesNothing();
    its.interrupt(DEVICE, EVENT);

    gic.run(program.takesLpi(LPI).end(LPI).pass());
  }

  private static GuestIts mapped(GuestProgram program, boolean enabled) {
    GuestIts its = new GuestIts(program.code());
    its.configure(LPI, PRIORITY, enabled);
    its.start();
    its.map(DEVICE);
    its.map(DEVICE, EVENT, LPI);
    return its;
  }
}
