package io.jvmm.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a specification without starting anything. */
@Command(
    name = "validate",
    description = "Check a machine specification; start nothing.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Every problem is a line of its own, with the place in the file.",
      "",
      "Example:",
      "  jvmm validate examples/debian.json"
    })
final class ValidateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SPEC", description = "The machine's specification, a JSON file.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    String name = SpecFile.of(file, Provisions.ofEnvironment().guestImages()).read().name();
    spec.commandLine().getOut().println(file + ": '" + name + "' is valid");
    return 0;
  }
}
