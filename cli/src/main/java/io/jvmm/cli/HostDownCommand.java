package io.jvmm.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Ends the nested host. */
@Command(
    name = "down",
    description = "End the nested host, if it runs and no machine runs in it.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  jvmm host down"})
final class HostDownCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--force",
      description = "Also if machines run in it; they end as by a power failure.")
  private boolean force;

  @Override
  public Integer call() {
    Provisions.ofEnvironment().sharedHost().down(force);
    Machines.say(command, "the nested host is down");
    return 0;
  }
}
