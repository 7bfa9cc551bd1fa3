package io.jvmm.cli;

import io.jvmm.control.Cloning;
import io.jvmm.control.MachineStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Clones a machine. */
@Command(
    name = "clone",
    description = "Make a machine like another that does not run, with copies of its disks.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "What is in the machine's own directory (vm:FILE) is copied, without its holes. Disks elsewhere",
      "are shared, and so must be \"readOnly\".",
      "",
      "Example:",
      "  jvmm clone debian builder && jvmm start builder"
    })
final class CloneCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "NAME", description = "The machine.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "NEW", description = "A name that no machine has.")
  private String target = "";

  @Override
  public Integer call() {
    MachineStore store = Machines.store();
    new Cloning(store, store.machine(name)).as(target);
    Machines.say(command, "'%s' is like '%s'".formatted(target, name));
    return 0;
  }
}
