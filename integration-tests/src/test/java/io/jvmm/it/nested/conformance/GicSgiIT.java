package io.jvmm.it.nested.conformance;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Software-generated interrupts (Arm IHI 0048, 4.3.15; IHI 0069, 12.2.20). */
@ParameterizedClass
@MethodSource("io.jvmm.it.nested.conformance.GicMode#offered")
record GicSgiIT(GicMode gic) {
  private static final int SGI = 5;
  private static final int OTHER_SGI = 9;

  @Test
  void aCpuInterruptsItself() {
    gic.run(gic.program().enable(SGI).sendSgi(SGI, 0b1).takes(SGI).end(SGI).takesNothing().pass());
  }

  @Test
  void aCpuInterruptsAnotherAndNotItself() {
    gic.run(
        2,
        gic.program()
            .enable(SGI)
            .turnOn(1, "second")
            .awaitFlag(0, 1)
            .sendSgi(SGI, 0b10)
            .takesNothing()
            .idle()
            .onCpu(1, "second")
            .enable(SGI)
            .setFlag(0, 1)
            .takes(SGI)
            .end(SGI)
            .takesNothing()
            .pass());
  }

  @Test
  void aListOfCpusIsInterruptedEachOnce() {
    gic.run(
        3,
        gic.program()
            .turnOn(1, "second")
            .awaitFlag(0, 1)
            .turnOn(2, "third")
            .awaitFlag(1, 1)
            .sendSgi(SGI, 0b110)
            .awaitFlag(0, 2)
            .awaitFlag(1, 2)
            .pass()
            .onCpu(1, "second")
            .enable(SGI)
            .setFlag(0, 1)
            .takes(SGI)
            .end(SGI)
            .takesNothing()
            .setFlag(0, 2)
            .idle()
            .onCpu(2, "third")
            .enable(SGI)
            .setFlag(1, 1)
            .takes(SGI)
            .end(SGI)
            .takesNothing()
            .setFlag(1, 2)
            .idle());
  }

  @Test
  void twoCpusPassAnInterruptToAndFro() {
    GuestProgram program = gic.program().enable(SGI).turnOn(1, "second").awaitFlag(0, 1);
    for (int round = 0; round < 20; round++) {
      program.sendSgi(OTHER_SGI, 0b10).takes(SGI).end(SGI);
    }
    program.pass().onCpu(1, "second").enable(OTHER_SGI).setFlag(0, 1);
    for (int round = 0; round < 20; round++) {
      program.takes(OTHER_SGI).end(OTHER_SGI).sendSgi(SGI, 0b1);
    }
    gic.run(2, program.idle());
  }

  @Test
  void eightCpusAreReached() {
    GuestProgram program = gic.program().enable(SGI);
    for (int cpu = 1; cpu < 8; cpu++) {
      program
          .turnOn(cpu, "cpu " + cpu)
          .awaitFlag(cpu, 1)
          .sendSgi(SGI, 1 << cpu)
          .takes(SGI)
          .end(SGI);
    }
    program.pass();
    for (int cpu = 1; cpu < 8; cpu++) {
      program.onCpu(cpu, "cpu " + cpu).enable(SGI).setFlag(cpu, 1).takes(SGI).end(SGI);
      program.sendSgi(SGI, 0b1).idle();
    }
    gic.run(8, program);
  }
}
