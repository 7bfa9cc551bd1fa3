package io.jvmm.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What can be done with disks. */
@Command(
    name = "disk",
    description = "Look at disk images; make disks larger.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  jvmm disk info disk.qcow2",
      "  jvmm disk resize disk.qcow2 20GiB"
    },
    subcommands = {DiskInfoCommand.class, DiskResizeCommand.class})
final class DiskCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
