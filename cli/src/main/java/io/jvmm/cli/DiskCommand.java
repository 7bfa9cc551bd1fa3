package io.jvmm.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What can be done with disks. */
@Command(
    name = "disk",
    description = "Make disk images, look at them, copy them, make them larger.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  jvmm disk create disk.qcow2 20GiB",
      "  jvmm disk info disk.qcow2"
    },
    subcommands = {
      DiskCreateCommand.class,
      DiskInfoCommand.class,
      DiskConvertCommand.class,
      DiskResizeCommand.class
    })
final class DiskCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
