package io.jvmm.cli;

import io.jvmm.monitor.control.ControlRequest.Verb;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Asks machines to reset. */
@Command(
    name = "reset",
    description = "Start a machine again at once, as a reset button does.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  jvmm reset debian"})
final class ResetCommand implements Callable<Integer> {
  @Mixin private Machines machines = new Machines();

  @Override
  public Integer call() throws InterruptedException {
    machines.forEach(machine -> "is " + machine.ask(Verb.RESET));
    return 0;
  }
}
