package io.jvmm.it.nested.conformance;

import io.jvmm.monitor.machine.GuestLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The GICv2m frame beside a GICv2 (Arm Server Base System Architecture, appendix E). */
class MsiFrameIT {
  private static final long FRAME = GuestLayout.MSI_FRAME.start().value();
  private static final long MSI_TYPER = FRAME + 0x008;
  private static final long MSI_SETSPI_NS = FRAME + 0x040;
  private static final int FIRST = GuestLayout.MSI_FRAME_FIRST_IRQ.value();
  private static final int LAST = FIRST + GuestLayout.MSI_FRAME_IRQS - 1;
  private static final int PRIORITY = 0xa0;

  @ParameterizedTest
  @MethodSource("io.jvmm.it.nested.conformance.GicMode#offeredWithMsiFrame")
  void itTellsWhichInterruptsItHas(GicMode gic) {
    GuestProgram program = gic.program();
    program.code().loadWord(GuestProgram.RESULT, MSI_TYPER);

    gic.run(
        program
            .check(GuestProgram.RESULT, FIRST << 16 | GuestLayout.MSI_FRAME_IRQS, "MSI_TYPER")
            .pass());
  }

  @ParameterizedTest
  @MethodSource("io.jvmm.it.nested.conformance.GicMode#offeredWithMsiFrame")
  void aStoredIntidIsTakenOnce(GicMode gic) {
    GuestProgram program = gic.program().readySpi(FIRST, PRIORITY).readySpi(LAST, PRIORITY);

    message(program, LAST).takes(LAST).end(LAST).takesNothing();
    message(program, FIRST).takes(FIRST).end(FIRST).takesNothing();

    gic.run(program.pass());
  }

  @ParameterizedTest
  @MethodSource("io.jvmm.it.nested.conformance.GicMode#offeredWithMsiFrame")
  void anIntidThatIsNoneOfItsIsIgnored(GicMode gic) {
    GuestProgram program = gic.program().readySpi(FIRST - 1, PRIORITY).readySpi(LAST + 1, PRIORITY);

    message(program, FIRST - 1);
    message(program, LAST + 1);

    gic.run(program.takesNothing().pass());
  }

  private static GuestProgram message(GuestProgram program, int intId) {
    program.code().storeWord(MSI_SETSPI_NS, intId);
    return program;
  }
}
