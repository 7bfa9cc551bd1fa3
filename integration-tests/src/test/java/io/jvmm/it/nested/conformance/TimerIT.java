package io.jvmm.it.nested.conformance;

import io.jvmm.it.guest.A64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The generic timers of EL1, virtual and physical (Arm ARM, "The Generic Timer in AArch64"). */
@ParameterizedClass
@MethodSource("io.jvmm.it.nested.conformance.GicMode#offered")
record TimerIT(GicMode gic) {
  private static final int COUNTER_MILLISECOND = 62_500; // at 62.5 MHz, or a little less than one
  private static final int ENABLE = 1;
  private static final int ENABLE_MASKED = 3;

  /** A timer by the CRm of its registers and its interrupt. */
  private record Timer(int crm, int intId) {
    static final Timer VIRTUAL = new Timer(3, 27);
    static final Timer PHYSICAL = new Timer(2, 30);

    GuestProgram set(GuestProgram program, int ticks, int control) {
      program.code().mov(9, ticks).writeSystem(9, 3, 3, 14, crm, 0); // TVAL
      return control(program, control);
    }

    GuestProgram control(GuestProgram program, int control) {
      program.code().mov(9, control).writeSystem(9, 3, 3, 14, crm, 1).synchronise(); // CTL
      return program;
    }

    GuestProgram isDue(GuestProgram program, boolean expected) {
      A64 code = program.code();
      code.readSystem(8, 3, 3, 14, crm, 1).mov(9, 4).and(8, 8, 9); // CTL.ISTATUS
      return program.check(8, expected ? 4 : 0, "CTL.ISTATUS");
    }
  }

  @Test
  void theVirtualTimerInterruptsWhenItsTimeHasCome() {
    interruptsOnce(Timer.VIRTUAL);
  }

  @Test
  void thePhysicalTimerInterruptsWhenItsTimeHasCome() {
    interruptsOnce(Timer.PHYSICAL);
  }

  private void interruptsOnce(Timer timer) {
    GuestProgram program = gic.program().enable(timer.intId());
    timer.set(program, COUNTER_MILLISECOND, ENABLE).takes(timer.intId());
    timer.isDue(program, true);
    timer.control(program, 0).end(timer.intId());
    gic.run(program.takesNothing().acknowledgesNothing().pass());
  }

  @Test
  void aTimerThatIsDueAndMaskedDoesNotInterrupt() {
    GuestProgram program = gic.program().enable(Timer.VIRTUAL.intId());
    Timer.VIRTUAL.set(program, 0, ENABLE_MASKED).takesNothing();
    Timer.VIRTUAL.isDue(program, true);
    Timer.VIRTUAL.control(program, ENABLE).takes(Timer.VIRTUAL.intId());
    gic.run(program.pass());
  }

  @Test
  void aTimerThatStaysDueInterruptsAgainAfterTheEnd() {
    int intId = Timer.VIRTUAL.intId();
    GuestProgram program = gic.program().enable(intId);
    Timer.VIRTUAL.set(program, 0, ENABLE).takes(intId).end(intId).takes(intId);
    Timer.VIRTUAL.control(program, 0).end(intId).takesNothing();
    gic.run(program.pass());
  }

  @Test
  void aHundredTicksAreAHundredInterrupts() {
    GuestProgram program = gic.program().enable(Timer.VIRTUAL.intId());
    program.code().mov(20, 100).label("tick");
    Timer.VIRTUAL.set(program, COUNTER_MILLISECOND / 4, ENABLE).takes(Timer.VIRTUAL.intId());
    Timer.VIRTUAL.control(program, 0).end(Timer.VIRTUAL.intId()).acknowledgesNothing();
    program.code().subtract(20, 20, 1).branchIfNotZero(20, "tick");
    gic.run(program.pass());
  }

  @Test
  void aSleepingCpuIsWokenByItsTimer() {
    GuestProgram program = gic.program().enable(Timer.PHYSICAL.intId());
    Timer.PHYSICAL.set(program, 10 * COUNTER_MILLISECOND, ENABLE);
    program.code().waitForInterrupt();
    Timer.PHYSICAL.isDue(program, true).takes(Timer.PHYSICAL.intId());
    gic.run(program.pass());
  }

  @Test
  void eachCpuHasTimersOfItsOwn() {
    int intId = Timer.VIRTUAL.intId();
    GuestProgram program = gic.program().enable(intId).turnOn(1, "second").awaitFlag(0, 1);
    program.takesNothing().setFlag(1, 1).awaitFlag(0, 2).pass();
    program.onCpu(1, "second").enable(intId);
    Timer.VIRTUAL.set(program, 0, ENABLE).setFlag(0, 1).awaitFlag(1, 1).takes(intId);
    gic.run(2, program.setFlag(0, 2).idle());
  }
}
