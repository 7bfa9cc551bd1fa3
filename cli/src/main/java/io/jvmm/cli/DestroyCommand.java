package io.jvmm.cli;

import io.jvmm.control.Stopping;
import io.jvmm.control.StoredMachine;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Removes machines. */
@Command(
    name = "destroy",
    description = "Remove a machine with its disks (vm:…), logs and everything else it keeps.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Files elsewhere that its specification names are left alone.",
      "",
      "Examples:",
      "  jvmm destroy debian",
      "  jvmm destroy --force debian hello"
    })
final class DestroyCommand implements Callable<Integer> {
  @Mixin private Machines machines = new Machines();

  @Option(names = "--force", description = "Kill the machine first if it runs.")
  private boolean force;

  @Override
  public Integer call() throws InterruptedException {
    machines.forEach(this::destroy);
    return 0;
  }

  private String destroy(StoredMachine machine) throws InterruptedException {
    if (force && machine.process().isPresent()) {
      new Stopping(machine).kill();
    }
    Machines.store().destroy(machine);
    return "is gone";
  }
}
