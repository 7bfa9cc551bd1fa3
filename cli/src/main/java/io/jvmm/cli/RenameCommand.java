package io.jvmm.cli;

import io.jvmm.control.MachineStore;
import io.jvmm.control.Renaming;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Renames a machine. */
@Command(
    name = "rename",
    description = "Give a machine that does not run another name.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A network interface without \"mac\" in the specification has its address by the machine's",
      "name, so that changes too.",
      "",
      "Example:",
      "  jvmm rename debian builder"
    })
final class RenameCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "NAME", description = "The machine.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "NEW", description = "A name that no machine has.")
  private String target = "";

  @Override
  public Integer call() {
    MachineStore store = Machines.store();
    new Renaming(store, store.machine(name)).to(target);
    Machines.say(command, "'%s' is '%s' now".formatted(name, target));
    return 0;
  }
}
