package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.it.guest.A64;
import io.jvmm.it.nested.TestMachine.Outcome;
import io.jvmm.monitor.machine.GuestLayout;
import io.jvmm.vmm.StopReason;
import io.jvmm.vmm.StopReason.Kind;
import io.jvmm.vmm.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole machines with bare-metal guests of a few instructions. */
class MachineIT {
  private static final long UART = GuestLayout.PL011.start().value();
  private static final long UART_FLAGS = UART + 0x18;
  private static final long NOTHING = 0x0b00_0000;

  @TempDir private Path directory;

  @Test
  void aGuestThatPowersOffEndsTheMachine() {
    Outcome outcome = machine(new A64().powerOff()).run();

    assertThat(outcome.reason()).isEqualTo(StopReason.of(Kind.POWERED_OFF));
  }

  @Test
  void whatAGuestPrintsOnItsSerialPortReachesTheUser() {
    Outcome outcome = machine(new A64().print("Hello\n", UART).powerOff()).run();

    assertThat(outcome.output()).isEqualTo("Hello\n");
  }

  @Test
  void whatTheUserTypesReachesTheSerialPort() {
    A64 echoUntilControlD =
        new A64()
            .mov(1, UART)
            .mov(2, UART_FLAGS)
            .mov(3, 0x301) // UARTCR: enabled, transmit, receive
            .mov(4, UART + 0x30)
            .store(4, 3, 4)
            .label("wait")
            .load(4, 5, 2)
            .mov(7, 0x10) // UARTFR: the receive FIFO is empty
            .and(6, 5, 7)
            .branchIfNotZero(6, "wait")
            .load(1, 8, 1)
            .subtract(6, 8, 4)
            .branchIfZero(6, "end")
            .store(1, 8, 1)
            .branch("wait")
            .label("end")
            .powerOff();

    Outcome outcome = machine(echoUntilControlD).serialInput("typed").run();

    assertThat(outcome.output()).isEqualTo("typed");
  }

  @Test
  void readingWhereNothingIsGivesZero() {
    A64 printRead =
        new A64()
            .mov(1, NOTHING)
            .load(4, 2, 1)
            .add(2, 2, 'a')
            .mov(1, UART)
            .store(1, 2, 1)
            .powerOff();

    assertThat(machine(printRead).run().output()).isEqualTo("a");
  }

  @Test
  void aGuestThatResetsEndsTheMachineWhereRebootsAreNotWanted() {
    A64 reset = new A64().mov(0, A64.SYSTEM_RESET).hypervisorCall();

    assertThat(machine(reset).run(false, _ -> {}).reason()).isEqualTo(StopReason.of(Kind.RESET));
  }

  @Test
  void aGuestThatResetsIsStartedAgainInTheSameProcess() {
    A64 reset = new A64().print(".", UART).mov(0, A64.SYSTEM_RESET).hypervisorCall();

    Outcome outcome = machine(reset).stopWhenPrinted(".....").run();

    assertThat(outcome.reason().kind()).isEqualTo(Kind.HALTED);
    assertThat(outcome.output()).startsWith(".....");
  }

  @Test
  void twentyMachinesLeaveNoFileDescriptorBehind() throws IOException {
    A64 program = new A64().print(".", UART).mov(0, A64.SYSTEM_RESET).hypervisorCall();
    TestMachine machine = machine(program);
    machine.run(false, _ -> {});
    long before = openFiles();
    int runs = 20; // the JVM opens and closes a few of its own meanwhile

    for (int i = 0; i < runs; i++) {
      assertThat(machine.run(false, _ -> {}).output()).isEqualTo(".");
    }

    assertThat(openFiles()).isLessThan(before + runs);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void aSpinningGuestIsStoppedFromOutside(int cpus) {
    A64 spin = new A64().label("spin").branch("spin");

    Outcome outcome =
        machine(spin)
            .cpus(cpus)
            .run(true, runner -> runner.stop(new StopReason(Kind.HALTED, "the test says so")));

    assertThat(outcome.reason().kind()).isEqualTo(Kind.HALTED);
  }

  @Test
  void secondaryProcessorsWaitUntilTheGuestTurnsThemOn() {
    A64 program =
        new A64()
            .print("a", UART)
            .mov(0, A64.CPU_ON)
            .mov(1, 1)
            .address(2, "second")
            .mov(3, 0)
            .hypervisorCall()
            .label("sleep")
            .waitForInterrupt()
            .branch("sleep")
            .label("second")
            .print("b", UART)
            .powerOff();

    Outcome outcome = machine(program).cpus(2).run();

    assertThat(outcome.output()).isEqualTo("ab");
    assertThat(outcome.reason().kind()).isEqualTo(Kind.POWERED_OFF);
  }

  @Test
  void aDiskInUseByAnotherMachineIsRefusedByName() throws IOException {
    Path disk = Files.write(directory.resolve("disk.img"), new byte[1 << 20]);
    A64 off = new A64().powerOff();

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> machine(off).disk(disk).disk(disk).run())
        .withMessageContaining("disk.img");
    assertThat(machine(off).disk(disk).run().reason().kind()).isEqualTo(Kind.POWERED_OFF);
  }

  @Test
  void moreMemoryThanTheHostHasIsRefused() {
    TestMachine machine = machine(new A64().powerOff()).memory("128GiB");

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> machine.run(true, runner -> runner.check()))
        .withMessageContaining("$.memory: 128GiB is more than this host's");
  }

  @Test
  void moreVcpusThanTheFirstRegionOfRedistributorsHoldsCanRun() {
    Outcome outcome = machine(new A64().print("up", UART).powerOff()).cpus(130).run();

    assertThat(outcome.output()).isEqualTo("up");
  }

  private TestMachine machine(A64 program) {
    return TestMachine.running(program, directory);
  }

  private static long openFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }
}
