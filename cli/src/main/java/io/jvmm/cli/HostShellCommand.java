package io.jvmm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A shell in the nested host. */
@Command(
    name = "shell",
    description = "Open a shell in the nested host that runs, as its root, or run a command there.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = "N:that of the command",
    footer = {
      "",
      "This machine's files are at /host/ro, and at /host/rw to be written.",
      "",
      "Examples:",
      "  jvmm host shell",
      "  jvmm host shell -- dmesg"
    })
final class HostShellCommand implements Callable<Integer> {
  @Parameters(paramLabel = "WORD", description = "The command; without one, a shell.")
  private List<String> words = new ArrayList<>();

  @Override
  public Integer call() {
    return Provisions.ofEnvironment().sharedHost().shell(words);
  }
}
