package io.jvmm.cli;

import io.jvmm.control.LogFollower;
import io.jvmm.control.StoredMachine;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a machine printed. */
@Command(
    name = "logs",
    description = "Print what the guest of a machine printed that was started by jvmm start.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The latest 8 to 16 MiB are kept.",
      "",
      "Examples:",
      "  jvmm logs debian",
      "  jvmm logs -f debian",
      "  jvmm logs --monitor debian"
    })
final class LogsCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "The machine.")
  private String name = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what it prints from now on, until it stops.")
  private boolean follow;

  @Option(names = "--monitor", description = "What jvmm itself said of it, instead.")
  private boolean monitor;

  @Override
  public Integer call() throws InterruptedException {
    StoredMachine machine = Machines.store().machine(name);
    Path log = monitor ? machine.home().monitorLog() : machine.home().consoleLog();
    LogFollower follower = new LogFollower(log, new FileOutputStream(FileDescriptor.out));
    follower.copy();
    while (follow && machine.process().isPresent()) {
      follower.awaitMore();
      follower.copy();
    }
    return 0;
  }
}
