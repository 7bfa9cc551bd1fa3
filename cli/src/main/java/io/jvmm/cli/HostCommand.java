package io.jvmm.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What can be done with the nested host. */
@Command(
    name = "host",
    description =
        "The nested host: the emulated ARM64 machine that machines run in where they cannot here.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "It starts when a machine first needs it, is shared by all of them, and ends by itself when none",
      "has run for five minutes. jvmm host up has it stay until jvmm host down.",
      "",
      "Examples:",
      "  jvmm host up --memory 12GiB",
      "  jvmm host status"
    },
    subcommands = {
      HostUpCommand.class,
      HostDownCommand.class,
      HostStatusCommand.class,
      HostShellCommand.class
    })
final class HostCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
