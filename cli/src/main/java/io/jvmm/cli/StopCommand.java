package io.jvmm.cli;

import io.jvmm.control.Stopping;
import io.jvmm.control.StoredMachine;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Stops machines. */
@Command(
    name = "stop",
    description = "Stop a machine: press its power button, and wait until its guest powers off.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A guest that takes longer than the --timeout is halted where it is.",
      "",
      "Examples:",
      "  jvmm stop debian",
      "  jvmm stop --timeout 10 debian hello"
    })
final class StopCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private Machines machines = new Machines();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long the guest may take; 0 does not ask it. The default is 60.")
  private int timeout = 60;

  @Override
  public Integer call() throws InterruptedException {
    if (timeout < 0) {
      throw new ParameterException(
          command.commandLine(), "--timeout %d: give 0 seconds or more".formatted(timeout));
    }
    machines.forEach(this::stop);
    return 0;
  }

  private String stop(StoredMachine machine) throws InterruptedException {
    return switch (new Stopping(machine).gracefully(Duration.ofSeconds(timeout))) {
      case POWERED_OFF -> "powered off";
      case HALTED -> "did not power off in %d s, and was halted".formatted(timeout);
      case KILLED -> "gave no answer, and was killed";
    };
  }
}
