package io.jvmm.cli;

import io.jvmm.monitor.spec.ResolvedSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes everything that a machine needs, and starts nothing. */
@Command(
    name = "create",
    description = "Make a machine: keep its specification, build its images, make its disks.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Doing it again changes nothing: a disk that exists is left as it is. Another specification of",
      "the same name is refused: jvmm destroy removes the machine of the one before.",
      "",
      "Example:",
      "  jvmm create examples/debian.json"
    })
final class CreateCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "SPEC", description = "The machine's specification, a JSON file.")
  private Path file = Path.of("");

  @Option(
      names = "--resolved",
      description = "Print the specification with the absolute paths of its files.")
  private boolean resolved;

  @Override
  public Integer call() {
    SpecFile specification = SpecFile.of(file, Provisions.ofEnvironment().guestImages());
    Machines.store().create(specification.read().name(), file, specification.directory());
    ResolvedSpec spec = specification.resolve();
    PrintWriter out = command.commandLine().getOut();
    out.println(
        resolved
            ? spec.toJson()
            : "'%s' is ready: jvmm start %s".formatted(spec.spec().name(), spec.spec().name()));
    out.flush();
    return 0;
  }
}
