package io.jvmm.cli;

import io.jvmm.monitor.control.ControlRequest.Verb;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Asks machines to pause. */
@Command(
    name = "pause",
    description = "Hold a machine where it is; its guest's clock stands still too.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  jvmm pause debian"})
final class PauseCommand implements Callable<Integer> {
  @Mixin private Machines machines = new Machines();

  @Override
  public Integer call() throws InterruptedException {
    machines.forEach(machine -> "is " + machine.ask(Verb.PAUSE));
    return 0;
  }
}
