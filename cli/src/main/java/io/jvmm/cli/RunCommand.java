package io.jvmm.cli;

import io.jvmm.monitor.control.RunLock;
import io.jvmm.monitor.machine.ExitStatus;
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
    description = "Run a virtual machine until it powers off.",
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
  /** Where the machine runs. */
  enum Accelerator {
    AUTO,
    KVM,
    NESTED
  }

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "SPEC", description = "The machine's specification, a JSON file.")
  private Path file = Path.of("");

  @Option(
      names = "--accel",
      paramLabel = "WHERE",
      description =
          "kvm: this machine's /dev/kvm; nested: an emulated ARM64 host; auto (the default): kvm"
              + " where it can be used, else nested.")
  private Accelerator accelerator = Accelerator.AUTO;

  @Mixin private BootOptions boot = new BootOptions();

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
  public Integer call() {
    timeout.filter(seconds -> seconds < 1).ifPresent(this::refuseTimeout);
    RunOptions options =
        new RunOptions(
            !noReboot,
            timeout.map(Duration::ofSeconds),
            bhyveStatus ? ExitStatus.BHYVE : ExitStatus.JVMM,
            statistics);
    Provisions provisions = Provisions.ofEnvironment();
    SpecFile specification = new SpecFile(file, provisions.guestImages()).with(boot.overrides());
    // Read before anything is said of where it will run, locked before its disks are made.
    MachineHome home = MachineHome.of(specification.read().name(), System.getenv());
    Backend backend = Backend.choose(accelerator, provisions, command.commandLine().getErr());
    try (RunLock _ = home.lock()) {
      return backend.run(specification.resolve(), options, home);
    }
  }

  private void refuseTimeout(int seconds) {
    throw new ParameterException(
        command.commandLine(), "--timeout %d: give 1 second or more".formatted(seconds));
  }
}
