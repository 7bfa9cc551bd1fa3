package io.jvmm.provisioning;

import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.error.InternalException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program of the machine's that runs to its end: no input or a file's, its output as lines
 * (standard error among them), a failure as an exception that quotes what the program said.
 *
 * @param command the program and its arguments
 * @param directory where it runs
 * @param environment what its environment has beyond this process's own
 * @param remedy what the user can do when it fails
 */
public record ExternalProgram(
    List<String> command, Path directory, Map<String, String> environment, String remedy) {
  private static final int LINES_QUOTED = 5;
  private static final Path NOTHING = Path.of("/dev/null");

  /** Copies the collections. */
  public ExternalProgram {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** In the current directory, with this process's environment. */
  public ExternalProgram(List<String> command, String remedy) {
    this(command, Path.of("").toAbsolutePath(), Map.of(), remedy);
  }

  /** Where a program is: in {@code PATH}, or in the administrator's directories beside it. */
  public static Optional<Path> find(String program, Map<String, String> environment) {
    String path = environment.getOrDefault("PATH", "/usr/bin:/bin") + ":/usr/sbin:/sbin";
    return Stream.of(path.split(":"))
        .filter(directory -> directory.startsWith("/"))
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Runs it and returns what it printed.
   *
   * @throws HostException if it cannot be started or fails
   */
  public List<String> run() {
    return runOn(NOTHING);
  }

  /**
   * Runs it, handing each line over as it comes.
   *
   * @throws HostException if it cannot be started or fails
   */
  public void run(Consumer<String> eachLine) {
    run(NOTHING, eachLine);
  }

  /**
   * Runs it with a file as its input and returns what it printed.
   *
   * @throws HostException if it cannot be started or fails
   */
  public List<String> runOn(Path input) {
    List<String> lines = new ArrayList<>();
    run(input, lines::add);
    return lines;
  }

  private void run(Path input, Consumer<String> eachLine) {
    Process process = start(input);
    // A signal to this process alone must not leave the program running on.
    Thread end = new Thread(process::destroy, command.getFirst() + "-end");
    Runtime.getRuntime().addShutdownHook(end);
    List<String> last = new ArrayList<>();
    try {
      readLines(process, eachLine.andThen(line -> remember(last, line)));
      check(process.waitFor(), last);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InternalException("interrupted while " + command.getFirst() + " ran", interrupted);
    } finally {
      process.destroy();
      forget(end);
    }
  }

  private Process start(Path input) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.redirectErrorStream(true).redirectInput(input.toFile());
    try {
      return builder.start();
    } catch (IOException failure) {
      throw new HostException(
          "cannot run %s (%s); %s".formatted(command.getFirst(), failure.getMessage(), remedy),
          failure);
    }
  }

  private void readLines(Process process, Consumer<String> consumer) {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      output.lines().forEach(consumer);
    } catch (IOException failure) {
      throw new HostException("cannot read what %s prints".formatted(command.getFirst()), failure);
    }
  }

  private static void remember(List<String> last, String line) {
    if (last.size() == LINES_QUOTED) {
      last.removeFirst();
    }
    last.addLast(line);
  }

  private void check(int status, List<String> last) {
    if (status != 0) {
      throw new HostException(
          "%s failed with status %d:%n%s%s"
              .formatted(command.getFirst(), status, quotation(last), remedy));
    }
  }

  /** The lines that are marked as errors, as apt does, or all of them. */
  private static String quotation(List<String> last) {
    boolean marked = last.stream().anyMatch(line -> line.startsWith("E: "));
    return last.stream()
        .filter(line -> !marked || line.startsWith("E: "))
        .map("  %s%n"::formatted)
        .collect(Collectors.joining());
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The process is ending, and the hook is doing its work.
    }
  }
}
