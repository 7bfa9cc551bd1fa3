package io.jvmm.cli;

import io.jvmm.monitor.machine.ExitStatus;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.GuestException;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.error.InternalException;
import io.jvmm.vmm.error.VmmException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** How errors reach the user: plain lines on standard error, and the exit status of errors. */
final class Errors {
  private Errors() {}

  /** Arguments that picocli refused. */
  static int badArguments(ParameterException e, String[] arguments) {
    CommandLine line = e.getCommandLine();
    line.getErr().println("jvmm: " + e.getMessage());
    line.getErr().println("Try '%s --help'.".formatted(line.getCommandSpec().qualifiedName()));
    return ExitStatus.ERROR;
  }

  /** A command that failed. */
  static int failed(Exception failure, PrintWriter err, boolean debug) {
    lines(failure).forEach(line -> err.println("jvmm: " + line));
    if (debug) {
      failure.printStackTrace(err);
    }
    err.flush();
    return ExitStatus.ERROR;
  }

  private static List<String> lines(Exception failure) {
    return failure instanceof VmmException expected
        ? switch (expected) {
          case ConfigurationException e -> e.problems();
          case HostException e -> List.of(String.valueOf(e.getMessage()));
          case GuestException e -> List.of("the guest: " + e.getMessage());
          case InternalException e -> List.of(bug(e));
        }
        : List.of(bug(failure));
  }

  private static String bug(Exception e) {
    return "a bug in jvmm: %s (run it again with --debug for the details)".formatted(e);
  }
}
