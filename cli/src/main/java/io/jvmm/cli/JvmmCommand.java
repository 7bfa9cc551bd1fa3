package io.jvmm.cli;

import java.util.List;
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
    System.exit(commandLine(arguments).execute(arguments));
  }

  /** The command as far as these arguments need it. */
  static CommandLine commandLine(String... arguments) {
    JvmmCommand command = new JvmmCommand(CommandSpec.create());
    CommandLine line = new CommandLine(command);
    subcommands(arguments).forEach(line::addSubcommand);
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Errors::badArguments)
        .setExecutionExceptionHandler(
            (failure, at, _) -> Errors.failed(failure, at.getErr(), command.debug));
  }

  /** The one that the arguments start with, else all: it costs time to describe one to picocli. */
  private static List<Object> subcommands(String... arguments) {
    return switch (arguments.length == 0 ? "" : arguments[0]) {
      case "create" -> List.of(new CreateCommand());
      case "run" -> List.of(new RunCommand());
      case "load" -> List.of(new LoadCommand());
      case "inspect" -> List.of(new InspectCommand());
      case "validate" -> List.of(new ValidateCommand());
      case "disk" -> List.of(new DiskCommand());
      default ->
          List.of(
              new CreateCommand(),
              new RunCommand(),
              new InspectCommand(),
              new LoadCommand(),
              new ValidateCommand(),
              new DiskCommand(),
              new SchemaCommand());
    };
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
