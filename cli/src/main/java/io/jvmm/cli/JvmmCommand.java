package io.jvmm.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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
    footer = {"", "Example:", "  jvmm run examples/hello.json"})
public final class JvmmCommand implements Runnable {
  private static final Map<String, Supplier<Object>> COMMANDS = commands();

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

  /**
   * Runs the command in this process, for programs that use it a lot. What a command starts, and a
   * guest's own output, does not come by way of the writers.
   *
   * @param out gets what is printed
   * @param err gets messages
   * @return the exit status
   */
  public static int execute(PrintWriter out, PrintWriter err, String... arguments) {
    return commandLine(arguments).setOut(out).setErr(err).execute(arguments);
  }

  /** The command as far as these arguments need it. */
  static CommandLine commandLine(String... arguments) {
    JvmmCommand command = new JvmmCommand(CommandSpec.create());
    CommandLine line = new CommandLine(command);
    subcommands(arguments).forEach(line::addSubcommand);
    tellVersion(line);
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Errors::badArguments)
        .setExecutionExceptionHandler(
            (failure, at, _) -> Errors.failed(failure, at.getErr(), command.debug));
  }

  /** The version is the same for all. */
  private static void tellVersion(CommandLine line) {
    line.getCommandSpec().versionProvider(new Version());
    line.getSubcommands().values().forEach(JvmmCommand::tellVersion);
  }

  /** The one that the arguments start with, else all: it costs time to describe one to picocli. */
  private static List<Object> subcommands(String... arguments) {
    Supplier<Object> one = COMMANDS.get(arguments.length == 0 ? "" : arguments[0]);
    return one == null
        ? COMMANDS.values().stream().map(Supplier::get).toList()
        : List.of(one.get());
  }

  private static Map<String, Supplier<Object>> commands() {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>(); // as the help lists them
    commands.put("create", CreateCommand::new);
    commands.put("run", RunCommand::new);
    commands.put("start", StartCommand::new);
    commands.put("stop", StopCommand::new);
    commands.put("kill", KillCommand::new);
    commands.put("reset", ResetCommand::new);
    commands.put("pause", PauseCommand::new);
    commands.put("resume", ResumeCommand::new);
    commands.put("list", ListCommand::new);
    commands.put("console", ConsoleCommand::new);
    commands.put("logs", LogsCommand::new);
    commands.put("events", EventsCommand::new);
    commands.put("stats", StatsCommand::new);
    commands.put("regs", RegsCommand::new);
    commands.put("clone", CloneCommand::new);
    commands.put("rename", RenameCommand::new);
    commands.put("unit", UnitCommand::new);
    commands.put("destroy", DestroyCommand::new);
    commands.put("serve", ServeCommand::new);
    commands.put("host", HostCommand::new);
    commands.put("inspect", InspectCommand::new);
    commands.put("load", LoadCommand::new);
    commands.put("disk", DiskCommand::new);
    commands.put("import", ImportCommand::new);
    commands.put("validate", ValidateCommand::new);
    commands.put("schema", SchemaCommand::new);
    commands.put("completion", CompletionCommand::new);
    commands.put("doctor", DoctorCommand::new);
    commands.put("version", VersionCommand::new);
    return commands;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
