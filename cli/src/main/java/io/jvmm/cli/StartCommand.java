package io.jvmm.cli;

import io.jvmm.control.DetachedProcess;
import io.jvmm.control.StoredMachine;
import io.jvmm.vmm.error.ConfigurationException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts machines on their own. */
@Command(
    name = "start",
    description = "Start a machine on its own, and return once its guest runs.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The machine was made by jvmm create. It outlives this command and the terminal; jvmm console",
      "attaches to it, jvmm stop ends it.",
      "",
      "Example:",
      "  jvmm create examples/debian.json && jvmm start debian && jvmm console debian"
    })
final class StartCommand implements Callable<Integer> {
  @Mixin private Machines machines = new Machines();

  @Override
  public Integer call() throws InterruptedException {
    machines.forEach(StartCommand::start);
    return 0;
  }

  /** Starts one; returns what there is to say of it. */
  static String start(StoredMachine machine) throws InterruptedException {
    if (machine.process().isPresent()) {
      throw new ConfigurationException(
          "machine '%s' is %s already".formatted(machine.name(), machine.condition()));
    }
    DetachedProcess.start(
            machine,
            List.of(
                Release.home().resolve("bin/jvmm").toString(),
                "run",
                RunCommand.DETACHED,
                machine.name()))
        .awaitGuest(new FileOutputStream(FileDescriptor.err));
    return "is running";
  }
}
