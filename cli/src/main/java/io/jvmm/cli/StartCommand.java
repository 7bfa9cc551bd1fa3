package io.jvmm.cli;

import io.jvmm.control.Starting;
import io.jvmm.control.StoredMachine;
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
    new Starting(machine, command(machine.name()))
        .untilGuestRuns(new FileOutputStream(FileDescriptor.err));
    return "is running";
  }

  /** What a machine's own process runs. */
  static List<String> command(String name) {
    String program = Release.home().resolve("bin/jvmm").toString();
    return List.of(program, "run", RunCommand.DETACHED, name);
  }
}
