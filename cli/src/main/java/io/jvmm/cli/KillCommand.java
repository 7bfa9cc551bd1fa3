package io.jvmm.cli;

import io.jvmm.control.Stopping;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Kills machines. */
@Command(
    name = "kill",
    description = "Kill a machine's process: what the guest did not flush is lost.",
    mixinStandardHelpOptions = true,
    footer = {"", "jvmm stop asks the guest first.", "", "Example:", "  jvmm kill debian"})
final class KillCommand implements Callable<Integer> {
  @Mixin private Machines machines = new Machines();

  @Override
  public Integer call() throws InterruptedException {
    machines.forEach(
        machine -> {
          new Stopping(machine).kill();
          return "was killed";
        });
    return 0;
  }
}
