package io.jvmm.cli;

import io.jvmm.control.LogKeeper;
import io.jvmm.control.StoredMachine;
import io.jvmm.monitor.control.RunLock;
import io.jvmm.monitor.machine.ExitStatus;
import io.jvmm.monitor.spec.BootOverrides;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a machine in the foreground. */
@Command(
    name = "run",
    description = "Run a virtual machine until it powers off, or on its own.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the guest powered off (or rebooted, with --no-reboot)",
      "2:it halted, or was stopped from outside",
      "3:it crashed",
      "4:error: the specification, the host, or jvmm itself",
      "5:the --timeout ran out"
    },
    footer = {
      "",
      "On a terminal, Ctrl-] is the escape key: Ctrl-] q stops the machine, Ctrl-] p presses its",
      "power button, Ctrl-] ? lists the keys.",
      "",
      "Examples:",
      "  jvmm run examples/hello.json",
      "  jvmm run -k Image -c console=hvc0 --initrd-add tests examples/hello.json",
      "  echo 'uname -a; poweroff' | jvmm run examples/debian.json"
    })
final class RunCommand implements Callable<Integer> {
  /** What tells a jvmm that it is the process of a machine that runs on its own. */
  static final String DETACHED = "--detached";

  /** Where the machine runs. */
  enum Accelerator {
    AUTO,
    KVM,
    NESTED
  }

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(
      paramLabel = "SPEC",
      description = "The machine's specification, a JSON file; or a created machine's name.")
  private Path file = Path.of("");

  @Option(
      names = "--accel",
      paramLabel = "WHERE",
      description =
          "kvm: this machine's /dev/kvm; nested: an emulated ARM64 host; auto (the default): kvm"
              + " where it can be used, else nested.")
  private Accelerator accelerator = Accelerator.AUTO;

  @Mixin private BootOptions boot = new BootOptions();

  @Option(
      names = "--detach",
      description = "Let it run on its own: what jvmm create and jvmm start do.")
  private boolean detach;

  @Option(names = DETACHED, hidden = true) // this is the process that it has on its own
  private boolean detached;

  @Option(names = "--no-reboot", description = "End instead when the guest reboots.")
  private boolean noReboot;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "Stop the machine after so long.")
  private Optional<Integer> timeout = Optional.empty();

  @Option(
      names = "--bhyve-status",
      description = "Exit with bhyve's numbers: 0 rebooted, 1 powered off, 2 halted, 4 error.")
  private boolean bhyveStatus;

  @Option(
      names = "--statistics",
      description = "At the end, print exits and accesses to devices on standard error.")
  private boolean statistics;

  @Override
  public Integer call() throws InterruptedException {
    timeout.filter(seconds -> seconds < 1).ifPresent(this::refuseTimeout);
    Provisions provisions = Provisions.ofEnvironment();
    SpecFile specification =
        SpecFile.ofFileOrMachine(file, provisions.guestImages()).with(boot.overrides());
    // Read before anything is said of where it will run, locked before its disks are made.
    String name = specification.read().name();
    return detach ? start(name, specification) : run(name, specification, provisions);
  }

  private int start(String name, SpecFile specification) throws InterruptedException {
    if (!specification.overrides().equals(BootOverrides.none())) {
      throw new ParameterException(
          command.commandLine(),
          "--detach runs what the specification says: write into that what the other options change");
    }
    StoredMachine machine =
        Machines.store().create(name, specification.file(), specification.directory());
    Machines.say(command, "'%s' %s".formatted(name, StartCommand.start(machine)));
    return 0;
  }

  private int run(String name, SpecFile specification, Provisions provisions) {
    StoredMachine machine = new StoredMachine(Machines.store().home(name));
    Backend backend = Backend.choose(accelerator, provisions, command.commandLine().getErr());
    ExitStatus numbers = bhyveStatus ? ExitStatus.BHYVE : ExitStatus.JVMM;
    RunOptions options =
        new RunOptions(!noReboot, timeout.map(Duration::ofSeconds), numbers, statistics, detached);
    try (RunLock _ = machine.home().lock();
        LogKeeper _ = LogKeeper.of(machine.home().consoleLog())) {
      return machine.record(
          () -> backend.run(specification.resolve(), options, machine.home()), numbers);
    }
  }

  private void refuseTimeout(int seconds) {
    throw new ParameterException(
        command.commandLine(), "--timeout %d: give 1 second or more".formatted(seconds));
  }
}
