package io.jvmm.it.nested;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.cli.JvmmCommand;
import io.jvmm.control.Condition;
import io.jvmm.control.MachineStore;
import io.jvmm.control.Renaming;
import io.jvmm.control.Starting;
import io.jvmm.control.Stopping;
import io.jvmm.control.StoredMachine;
import io.jvmm.it.Checkout;
import io.jvmm.it.Shell;
import io.jvmm.it.Shell.Result;
import io.jvmm.it.guest.A64;
import io.jvmm.monitor.control.ControlRequest.Verb;
import io.jvmm.monitor.machine.GuestLayout;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Machines that run on their own, by the commands that a user types. Where the guest does not
 * matter it is one of a few instructions; where the command's own process does not, it runs in this
 * one.
 */
class LifeCycleIT {
  private static final Set<String> NAMES = Set.of("hello", "idle", "brief", "crashing");
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final MachineStore STORE = MachineStore.of(System.getenv());
  private static final long UART = GuestLayout.PL011.start().value();

  @TempDir private Path directory;

  @AfterEach
  void nothingRunsOn() throws Exception {
    List<StoredMachine> own =
        STORE.machines().stream().filter(each -> NAMES.contains(each.name())).toList();
    for (StoredMachine machine : own) {
      if (machine.process().isPresent()) {
        new Stopping(machine).kill();
      }
      STORE.destroy(machine);
    }
  }

  @Test
  void aMachineIsCreatedStartedPausedResumedStoppedAndDestroyed() throws Exception {
    String specification = machine("idle", idle());

    succeed("create", specification);
    Result started = jvmm("", "start", "idle");
    assertThat(started.output()).as(started.toString()).isEqualTo("'idle' is running\n");
    assertThat(succeed("list")).containsPattern("idle +running +20.*Z +[0-9]+");
    assertThat(succeed("pause", "idle")).isEqualTo("'idle' is paused\n");
    assertThat(succeed("list", "--json")).contains("\"paused\"");
    assertThat(succeed("resume", "idle")).isEqualTo("'idle' is running\n");
    assertThat(succeed("stop", "--timeout", "1", "idle")).contains("was halted");
    assertThat(STORE.machine("idle").condition()).isEqualTo(Condition.STOPPED);
    succeed("destroy", "idle");
    assertThat(STORE.machines()).extracting(StoredMachine::name).doesNotContain("idle");
  }

  @Test
  void aUserAttachesToItsConsoleAndTheLogHasAllOfIt() throws Exception {
    Result started = jvmm("", "run", "--detach", Checkout.prepared("hello").toString());
    assertThat(started.status()).as(started.toString()).isZero();

    Result console = jvmm("echo $((6 * 7)); poweroff\n", "console", "hello");

    assertThat(console.status()).as(console.toString()).isZero();
    assertThat(console.output()).contains("42");
    assertThat(console.errors()).contains("'hello' has stopped");
    assertThat(jvmm("", "logs", "hello").output()).contains("Hello from Linux", "42");
    assertThat(STORE.machine("hello").condition()).isEqualTo(Condition.STOPPED);
  }

  @Test
  void aPausedGuestDoesNothingAndItsClockStandsStill() throws Exception {
    StoredMachine machine = started("idle", ticking());
    machine.ask(Verb.PAUSE);
    int before = printed(machine).length();
    Thread.sleep(6_000);

    assertThat(printed(machine)).hasSize(before);
    machine.ask(Verb.RESUME);
    await(() -> printed(machine).length() > before);
    assertThat(printed(machine).length()).as("seconds gone by").isLessThan(before + 4);
  }

  @Test
  void whatItDoesAndDidIsShown() throws Exception {
    StoredMachine machine = new Renaming(STORE, created("brief", idle())).to("idle");
    start(machine);
    await(() -> printed(machine).equals("up\n"));
    machine.ask(Verb.PAUSE);

    assertThat(succeed("stats", "--once", "--interval", "1"))
        .containsPattern("idle +paused +[0-9.]+ +[0-9.]+M ");
    assertThat(succeed("stats", "--json", "idle")).contains("\"device\":\"pl011\"", "mmio-write");
    assertThat(succeed("regs", "idle")).containsPattern("pc +0x402000[0-9a-f]{2}");
    assertThat(succeed("events", "idle")).containsSubsequence("renamed", "started", "paused");
  }

  @Test
  void aFlightRecordingShowsItsExitsItsInterruptsAndItsQueues() throws Exception {
    succeed("create", Checkout.prepared("hello").toString());
    StoredMachine machine = STORE.machine("hello");
    start(machine);
    await(() -> printed(machine).contains("hello:~#"));
    Path file = directory.resolve("hello.jfr");

    CompletableFuture<String> recorded =
        CompletableFuture.supplyAsync(
            () -> succeed("stats", "--jfr", file.toString(), "--seconds", "5", "hello"));
    typeUntil(recorded, machine.home().consoleSocket());

    assertThat(recorded.get()).isEqualTo("'hello' is recorded in %s\n".formatted(file));
    assertThat(RecordingFile.readAllEvents(file))
        .extracting(event -> event.getEventType().getName())
        .contains("jvmm.VcpuExit", "jvmm.Interrupt", "jvmm.QueueWork");
  }

  /** Has the guest's shell, and with it the console's queues, do something meanwhile. */
  private static void typeUntil(CompletableFuture<?> end, Path console) throws Exception {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(console))) {
      while (!end.isDone()) {
        channel.write(ByteBuffer.wrap("echo 1\n".getBytes(US_ASCII)));
        Thread.sleep(500);
      }
    }
  }

  @Test
  void aResetKeepsTheProcessAndAKilledOneLeavesAMachineThatStartsAgain() throws Exception {
    StoredMachine machine = started("idle", idle());
    long process = machine.process().orElseThrow();
    await(() -> printed(machine).equals("up\n"));

    machine.ask(Verb.RESET);
    await(() -> printed(machine).equals("up\nup\n"));
    assertThat(machine.process()).hasValue(process);

    ProcessHandle.of(process).orElseThrow().destroyForcibly();
    await(() -> !machine.condition().isUp());
    assertThat(machine.condition()).isEqualTo(Condition.LOST);

    start(machine);
    assertThat(machine.condition()).isEqualTo(Condition.RUNNING);
    new Stopping(machine).kill();
    assertThat(machine.condition()).isEqualTo(Condition.LOST);
  }

  @Test
  void aGuestThatCrashesIsShownAsCrashed() throws Exception {
    StoredMachine machine = created("crashing", crashing());

    try {
      start(machine);
    } catch (HostException e) {
      assertThat(e).as("it was too fast").hasMessage("machine 'crashing' did not start");
    }

    await(() -> machine.condition() == Condition.CRASHED);
  }

  @Test
  void aMachineThatCannotStartSaysWhy() throws Exception {
    created("brief", idle());
    Files.delete(directory.resolve("brief.Image"));

    Result refused = jvmm("", "start", "brief");

    assertThat(refused.status()).isEqualTo(4);
    assertThat(refused.errors()).contains("brief.Image", "check the path").doesNotContain("\tat ");
  }

  @Test
  void ofTwoWhoStartItAtOnceOneWinsAndTheOtherSaysSo() throws Exception {
    created("idle", idle());
    String script =
        "'%1$s' start idle & first=$!; '%1$s' start idle; second=$?; wait $first; echo $? $second"
            .formatted(Checkout.launcher());

    Result result = Shell.run("", List.of("sh", "-c", script));

    assertThat(result.output()).as(result.toString()).containsPattern("(?m)^(0 4|4 0)$");
    assertThat(result.errors()).contains("already");
    assertThat(STORE.machine("idle").condition()).isEqualTo(Condition.RUNNING);
  }

  /** {@code -Dmachines=50} has so many of them, for which an ordinary run has no time. */
  @Test
  void machinesThatComeAndGoLeaveNothingBehind() throws Exception {
    comeAndGo(); // what the first one loads stays
    long descriptors = descriptors();
    long heap = heap();

    for (int i = 1; i < Integer.getInteger("machines", 3); i++) {
      comeAndGo();
    }

    assertThat(descriptors()).as("descriptors").isLessThanOrEqualTo(descriptors + 2);
    assertThat(heap()).as("bytes of the heap").isLessThan(heap + (4 << 20));
    assertThat(STORE.home("idle").directory()).doesNotExist();
    assertThat(ProcessHandle.allProcesses().map(ProcessHandle::info))
        .noneMatch(process -> process.commandLine().orElse("").contains("--detached idle"));
  }

  private void comeAndGo() throws Exception {
    StoredMachine machine = started("idle", idle());
    assertThat(machine.condition()).isEqualTo(Condition.RUNNING);
    new Stopping(machine).gracefully(Duration.ZERO);
    assertThat(machine.condition()).isEqualTo(Condition.STOPPED);
    STORE.destroy(machine);
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.count();
    }
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static A64 idle() {
    return new A64().print("up\n", UART).label("idle").waitForInterrupt().branch("idle");
  }

  /** Prints a dot for each second that the virtual counter goes on, those that it missed too. */
  private static A64 ticking() {
    return new A64()
        .readSystem(20, 3, 3, 14, 0, 0) // CNTFRQ_EL0
        .mov(21, 0)
        .subtractRegister(21, 21, 20) // a second, negative
        .readSystem(22, 3, 3, 14, 0, 2) // CNTVCT_EL0
        .label("second")
        .subtractRegister(22, 22, 21)
        .label("wait")
        .readSystem(23, 3, 3, 14, 0, 2)
        .subtractRegister(24, 23, 22)
        .shiftRight(24, 24, 63)
        .branchIfNotZero(24, "wait")
        .print(".", UART)
        .branch("second");
  }

  private static A64 crashing() {
    return new A64()
        .mov(1, GuestLayout.PVPANIC.start().value())
        .mov(2, 1) // PVPANIC_PANICKED
        .store(1, 2, 1)
        .label("idle")
        .branch("idle");
  }

  private String machine(String name, A64 program) throws IOException {
    Files.write(directory.resolve(name + ".Image"), program.image());
    String json =
        "{\"name\": \"%1$s\", \"memory\": \"64MiB\", \"boot\": {\"kernel\": \"%1$s.Image\"}}"
            .formatted(name);
    return Files.writeString(directory.resolve(name + ".json"), json).toString();
  }

  private StoredMachine created(String name, A64 program) throws IOException {
    return STORE.create(name, Path.of(machine(name, program)), directory);
  }

  private StoredMachine started(String name, A64 program) throws Exception {
    StoredMachine machine = created(name, program);
    start(machine);
    return machine;
  }

  /** What jvmm start does, in this process: where that command is not what is tested. */
  private static void start(StoredMachine machine) throws InterruptedException {
    String program = Checkout.launcher().toString();
    new Starting(machine, List.of(program, "run", "--detached", machine.name()))
        .untilGuestRuns(OutputStream.nullOutputStream());
  }

  private static String printed(StoredMachine machine) {
    try {
      return Files.readString(machine.home().consoleLog());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the end of patience").isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  /** A command in this process. */
  private static String succeed(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = JvmmCommand.execute(new PrintWriter(out), new PrintWriter(err), arguments);
    assertThat(status).as("%s %s", List.of(arguments), err).isZero();
    return out.toString();
  }

  /** A command as a process of its own. */
  private static Result jvmm(String input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Checkout.launcher().toString());
    command.addAll(List.of(arguments));
    return Shell.run(input, command);
  }
}
