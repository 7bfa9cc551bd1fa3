package io.jvmm.cli;

import io.jvmm.cli.manual.Page;
import io.jvmm.cli.manual.ShellCompletion;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what makes a shell complete this command's arguments. */
@Command(
    name = "completion",
    description = "Print a script that makes a shell complete the arguments of jvmm.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "It completes commands, options and their values, files, and the names of machines, and starts",
      "no jvmm to do so. For good, put the line of your shell into ~/.bashrc or ~/.zshrc.",
      "",
      "Examples:",
      "  eval \"$(jvmm completion bash)\"",
      "  eval \"$(jvmm completion zsh)\""
    })
final class CompletionCommand implements Runnable {
  /** The shells that are known. */
  enum Shell {
    BASH,
    ZSH
  }

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "SHELL", description = "The shell: bash or zsh.")
  private Shell shell = Shell.BASH;

  @Override
  public void run() {
    Page manual = ReleaseFiles.manual();
    PrintWriter out = command.commandLine().getOut();
    out.print(
        switch (shell) {
          case BASH -> ShellCompletion.bash(manual);
          case ZSH -> ShellCompletion.zsh(manual);
        });
    out.flush();
  }
}
