package io.jvmm.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command itself: help, version, and the switches that all sub-commands have. */
@Command(
    name = "jvmm",
    description = "Runs ARM64 virtual machines.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      CreateCommand.class,
      RunCommand.class,
      ValidateCommand.class,
      SchemaCommand.class
    },
    footer = {"", "Example:", "  jvmm run examples/hello.json"})
public final class JvmmCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error.")
  private boolean debug;

  private JvmmCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** Runs the command and ends the process with its exit status. */
  public static void main(String[] arguments) {
    TerminalGuard.releaseAtExit();
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    JvmmCommand command = new JvmmCommand(CommandSpec.create());
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Errors::badArguments)
        .setExecutionExceptionHandler(
            (failure, line, _) -> Errors.failed(failure, line.getErr(), command.debug));
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
