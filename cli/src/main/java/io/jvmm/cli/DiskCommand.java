package io.jvmm.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What can be done with disk images. */
@Command(
    name = "disk",
    description = "Look at disk images.",
    mixinStandardHelpOptions = true,
    subcommands = DiskInfoCommand.class)
final class DiskCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
