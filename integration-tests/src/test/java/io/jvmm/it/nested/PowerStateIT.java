package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.guest.A64;
import io.jvmm.it.nested.TestMachine.Outcome;
import io.jvmm.monitor.machine.GuestLayout;
import io.jvmm.vmm.StopReason.Kind;
import io.jvmm.vmm.spec.CpuSpec;
import io.jvmm.vmm.spec.GicChoice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a guest asks of PSCI for the whole machine, and the threads that vCPUs run on. */
class PowerStateIT {
  private static final long UART = GuestLayout.PL011.start().value();
  private static final long GICD = GuestLayout.GIC_DISTRIBUTOR.start().value();
  private static final long GICR_SGI =
      GuestLayout.redistributors(1).getFirst().start().value() + 0x1_0000;
  private static final int VIRTUAL_TIMER = 27; // INTID

  @TempDir private Path directory;

  @Test
  void aGuestThatSuspendsSleepsUntilItsTimerAndGoesOnAtItsEntryPoint() {
    A64 program = gicAndTimer(true);
    suspend(program, 'r').print("not here", UART).powerOff();
    program.label("resumed").mov(1, UART).store(1, 0, 1).powerOff();

    Outcome outcome = TestMachine.running(program, directory).gic(GicChoice.KVM_V3).run();

    assertThat(outcome.output()).isEqualTo("sr");
    assertThat(outcome.reason().kind()).isEqualTo(Kind.POWERED_OFF);
  }

  @Test
  void aSuspendedGuestCanBeStoppedFromOutside() {
    A64 program = suspend(gicAndTimer(false), 'r');
    program.label("resumed").powerOff();

    Outcome outcome =
        TestMachine.running(program, directory).gic(GicChoice.KVM_V3).stopWhenPrinted("s").run();

    assertThat(outcome.reason().kind()).isEqualTo(Kind.HALTED);
  }

  @Test
  void aResetOfTheSecondKindTellsItsTypeAndCookie() {
    A64 program = new A64().mov(0, A64.SYSTEM_RESET2).mov(1, 0).mov(2, 0xc00c1e).hypervisorCall();

    Outcome outcome = TestMachine.running(program, directory).run(false, _ -> {});

    assertThat(outcome.reason().kind()).isEqualTo(Kind.RESET);
    assertThat(outcome.reason().detail()).contains("type 0x0").contains("cookie 0xc00c1e");
  }

  @Test
  void theThreadsOfVcpusHaveTheirNamesAndTheirHostCpus() {
    Map<String, String> cpusOfThreads = new TreeMap<>();
    CpuSpec pinned = CpuSpec.pinned(List.of(List.of(1), List.of(0)));
    A64 program =
        new A64()
            .mov(0, A64.CPU_ON)
            .mov(1, 1)
            .address(2, "second")
            .hypervisorCall()
            .label("sleep")
            .waitForInterrupt()
            .branch("sleep")
            .label("second")
            .print(".", UART)
            .branch("sleep");

    TestMachine.running(program, directory)
        .cpus(2)
        .cpu(pinned)
        .watchOutput(_ -> cpusOfThreads.putAll(vcpuThreads()))
        .stopWhenPrinted(".")
        .run();

    assertThat(cpusOfThreads).isEqualTo(Map.of("test-vcpu0", "1", "test-vcpu1", "0"));
  }

  /** A GICv3 that delivers the virtual timer's interrupt, and a timer that expires soon. */
  private static A64 gicAndTimer(boolean armed) {
    return new A64()
        .storeWord(GICD, 0x12) // GICD_CTLR: affinity routing, group 1
        .storeWord(GICR_SGI + 0x100, 1 << VIRTUAL_TIMER) // GICR_ISENABLER0
        .mov(1, 0xff)
        .writeSystem(1, 3, 0, 4, 6, 0) // ICC_PMR_EL1
        .mov(1, 1)
        .writeSystem(1, 3, 0, 12, 12, 7) // ICC_IGRPEN1_EL1
        .mov(1, 0x8_0000)
        .writeSystem(1, 3, 3, 14, 3, 0) // CNTV_TVAL_EL0
        .mov(1, armed ? 1 : 0)
        .writeSystem(1, 3, 3, 14, 3, 1) // CNTV_CTL_EL0
        .synchronise();
  }

  /** Suspends; the program has to have a label {@code resumed}, which gets the context in x0. */
  private static A64 suspend(A64 program, long context) {
    return program
        .print("s", UART)
        .mov(0, A64.SYSTEM_SUSPEND)
        .address(1, "resumed")
        .mov(2, context)
        .hypervisorCall();
  }

  /** The host CPUs that each vCPU's thread may run on, by the thread's name. */
  private static Map<String, String> vcpuThreads() {
    Map<String, String> threads = new TreeMap<>();
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      for (Path task : tasks.toList()) {
        String name = firstLine(task.resolve("comm"), "");
        if (name.contains("-vcpu")) {
          threads.put(name, firstLine(task.resolve("status"), "Cpus_allowed_list:"));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return threads;
  }

  /** What follows a key in a file of a thread; empty if the thread has ended. */
  private static String firstLine(Path file, String key) throws IOException {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(key.length()).strip())
          .findFirst()
          .orElse("");
    } catch (NoSuchFileException e) {
      return "";
    }
  }
}
