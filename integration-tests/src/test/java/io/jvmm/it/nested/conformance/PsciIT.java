package io.jvmm.it.nested.conformance;

import io.jvmm.it.guest.A64;
import io.jvmm.monitor.machine.GuestLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The power state coordination interface (Arm DEN 0022, 5). */
@ParameterizedClass
@MethodSource("io.jvmm.it.nested.conformance.GicMode#offered")
record PsciIT(GicMode gic) {
  private static final long PSCI_VERSION = 0x8400_0000L;
  private static final long CPU_OFF = 0x8400_0002L;
  private static final long AFFINITY_INFO = 0xc400_0004L;
  private static final long MIGRATE_INFO_TYPE = 0x8400_0006L;
  private static final long PSCI_FEATURES = 0x8400_000aL;
  private static final long SYSTEM_RESET2 = 0xc400_0012L;
  private static final long UNKNOWN = 0x8400_001fL;
  private static final int ON = 0;
  private static final int OFF = 1;
  private static final int NO_TRUSTED_OS = 2;
  private static final long NOT_SUPPORTED = -1 & 0xffff_ffffL;
  private static final long INVALID_PARAMETERS = -2 & 0xffff_ffffL;
  private static final long DENIED = -3 & 0xffff_ffffL;
  private static final long ALREADY_ON = -4 & 0xffff_ffffL;
  private static final int CPU = 1;

  /** Calls a function, and checks the lower half of what it returns. */
  private static GuestProgram call(
      GuestProgram program, long function, long argument, long expected) {
    program.code().mov(0, function).mov(1, argument).mov(2, 0).mov(3, 0).hypervisorCall();
    program.code().mov(9, 0xffff_ffffL).and(8, 0, 9);
    return program.check(8, expected, "PSCI function 0x%x".formatted(function));
  }

  @Test
  void theVersionIsOnePointSomething() {
    GuestProgram program = gic.program();
    program.code().mov(0, PSCI_VERSION).hypervisorCall().shiftRight(8, 0, 16);
    gic.run(program.check(8, 1, "PSCI_VERSION's major part").pass());
  }

  @Test
  void featuresAreTold() {
    GuestProgram program = call(gic.program(), PSCI_FEATURES, CPU_OFF, 0);
    call(program, PSCI_FEATURES, SYSTEM_RESET2, 0);
    call(program, MIGRATE_INFO_TYPE, 0, NO_TRUSTED_OS);
    gic.run(call(program, PSCI_FEATURES, UNKNOWN, NOT_SUPPORTED).pass());
  }

  @Test
  void aCpuIsOffUntilItIsTurnedOnAndAfterItTurnedItselfOff() {
    GuestProgram program = call(gic.program(), AFFINITY_INFO, CPU, OFF);
    program.turnOn(CPU, "second").awaitFlag(0, 1);
    call(program, AFFINITY_INFO, CPU, ON).setFlag(1, 1);
    awaitOff(program).turnOn(CPU, "again").idle();
    program.onCpu(CPU, "second").setFlag(0, 1).awaitFlag(1, 1);
    program.code().mov(0, CPU_OFF).hypervisorCall();
    gic.run(2, program.onCpu(CPU, "again").pass());
  }

  private static GuestProgram awaitOff(GuestProgram program) {
    program.code().label("on").mov(0, AFFINITY_INFO).mov(1, CPU).mov(2, 0).hypervisorCall();
    program.code().subtract(8, 0, OFF).branchIfNotZero(8, "on");
    return program;
  }

  @Test
  void aCpuThatIsOnOrDoesNotExistCannotBeTurnedOn() {
    GuestProgram program = gic.program().turnOn(CPU, "second").awaitFlag(0, 1);
    turnOnFails(program, CPU, ALREADY_ON);
    turnOnFails(program, 7, INVALID_PARAMETERS).pass();
    gic.run(2, program.onCpu(CPU, "second").setFlag(0, 1).idle());
  }

  private static GuestProgram turnOnFails(GuestProgram program, int cpu, long expected) {
    return call(program, 0xc400_0003L, cpu, expected);
  }

  @Test
  void theMachineIsNotSuspendedWhileAnotherCpuIsOn() {
    GuestProgram program = gic.program().turnOn(CPU, "second").awaitFlag(0, 1);
    call(program, A64.SYSTEM_SUSPEND, GuestLayout.RAM_START.value(), DENIED).pass();
    gic.run(2, program.onCpu(CPU, "second").setFlag(0, 1).idle());
  }

  @Test
  void aCpuGetsTheContextThatItWasTurnedOnWith() {
    GuestProgram program = gic.program();
    program.code().mov(0, 0xc400_0003L).mov(1, CPU).address(2, "second").mov(3, 0x1234_5678);
    program.code().hypervisorCall();
    program.idle().code().label("second");
    gic.run(2, program.check(0, 0x1234_5678, "x0").pass());
  }
}
