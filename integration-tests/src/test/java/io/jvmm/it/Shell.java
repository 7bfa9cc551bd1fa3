package io.jvmm.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a command as a user's shell does, with an end to patience. */
public final class Shell {
  /** How long the slowest machine may take for one command. */
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  /** How long a command may take to end when it is told to. */
  private static final Duration GRACE = Duration.ofSeconds(20);

  private Shell() {}

  /**
   * What a command left.
   *
   * @param status its exit status
   * @param output its standard output
   * @param errors its standard error
   */
  public record Result(int status, String output, String errors) {}

  /** Runs a command with the given standard input, which then ends. */
  public static Result run(String input, List<String> command)
      throws IOException, InterruptedException {
    return run(new ProcessBuilder(command), input);
  }

  /** Runs a prepared command with the given standard input, which then ends. */
  public static Result run(ProcessBuilder builder, String input)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("output", ".txt");
    Path errors = Files.createTempFile("errors", ".txt");
    try {
      Process process =
          builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
      boolean ended = feed(process, input);
      Result result = new Result(ended ? process.exitValue() : -1, text(output), text(errors));
      if (!ended) {
        throw new AssertionError(builder.command() + " takes too long; so far: " + result);
      }
      return result;
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }

  /** Gives a process its whole input, and waits for its end: false if that takes too long. */
  private static boolean feed(Process process, String input)
      throws IOException, InterruptedException {
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(UTF_8));
    }
    boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (!ended) {
      end(process);
    }
    return ended;
  }

  /** By force in the end: a guest that runs on would take the processor from all later tests. */
  private static void end(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), UTF_8);
  }
}
