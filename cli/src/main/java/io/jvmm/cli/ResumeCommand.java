package io.jvmm.cli;

import io.jvmm.monitor.control.ControlRequest.Verb;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Asks machines to resume. */
@Command(
    name = "resume",
    description = "Let a paused machine go on.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  jvmm resume debian"})
final class ResumeCommand implements Callable<Integer> {
  @Mixin private Machines machines = new Machines();

  @Override
  public Integer call() throws InterruptedException {
    machines.forEach(machine -> "is " + machine.ask(Verb.RESUME));
    return 0;
  }
}
