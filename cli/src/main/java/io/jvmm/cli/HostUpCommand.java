package io.jvmm.cli;

import io.jvmm.monitor.machine.HostCheck;
import io.jvmm.nested.HostSize;
import io.jvmm.vmm.spec.MemorySize;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts the nested host. */
@Command(
    name = "up",
    description =
        "Start the nested host, if it does not run, and have it stay until jvmm host down.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  jvmm host up --cpus 4 --memory 12GiB"})
final class HostUpCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--cpus",
      paramLabel = "COUNT",
      description = "Its processors, 1 to 8; the default is as many as this machine has.")
  private Optional<Integer> cpus = Optional.empty();

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = DiskSize.class,
      description =
          "Its memory, for its machines and 1 GiB for itself; it takes what is used of it. The"
              + " default is half of this machine's, 2 GiB at least, 8 GiB at most.")
  private Optional<MemorySize> memory = Optional.empty();

  @Override
  public Integer call() {
    long hostMemory = HostCheck.hostMemory();
    memory
        .filter(given -> given.bytes() > hostMemory)
        .ifPresent(given -> refuse(given, hostMemory));
    HostSize usual = HostSize.suited(Runtime.getRuntime().availableProcessors(), hostMemory);
    HostSize size =
        new HostSize(
            cpus.orElse(usual.cpus()),
            memory.map(given -> Math.toIntExact(given.bytes() >> 20)).orElse(usual.memoryMib()));
    Provisions.ofEnvironment().sharedHost().keep(size);
    Machines.say(command, "the nested host is up");
    return 0;
  }

  private void refuse(MemorySize given, long hostMemory) {
    throw new ParameterException(
        command.commandLine(),
        "--memory %s is more than this machine's %d MiB: give less"
            .formatted(given, hostMemory >> 20));
  }
}
