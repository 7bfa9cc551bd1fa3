package io.jvmm.cli;

import io.jvmm.monitor.spec.SpecSchema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the JSON Schema of specifications. */
@Command(
    name = "schema",
    description = "Print the JSON Schema of machine specifications, for editors.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A specification whose \"$schema\" names the file is completed and checked as it is typed.",
      "",
      "Example:",
      "  jvmm schema > vm-spec.schema.json"
    })
final class SchemaCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().getOut().print(SpecSchema.text());
    spec.commandLine().getOut().flush();
  }
}
