package io.jvmm.cli;

import io.jvmm.control.MachineStore;
import io.jvmm.control.StoredMachine;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The machines that a command is about. */
final class Machines {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "NAME", arity = "1..*", description = "The machine, or several.")
  private List<String> names = new ArrayList<>();

  /** The user's own. */
  static MachineStore store() {
    return MachineStore.of(System.getenv());
  }

  /**
   * Does something with each, in the order given; the first error ends it.
   *
   * @param action returns what is said of it
   */
  void forEach(Action action) throws InterruptedException {
    List<StoredMachine> machines = names.stream().map(store()::machine).toList();
    for (StoredMachine machine : machines) {
      say(command, "'%s' %s".formatted(machine.name(), action.apply(machine)));
    }
  }

  /** What is done with a machine. */
  @FunctionalInterface
  interface Action {
    String apply(StoredMachine machine) throws InterruptedException;
  }

  /** Prints a line on a command's standard output. */
  static void say(CommandSpec command, String line) {
    PrintWriter out = command.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
