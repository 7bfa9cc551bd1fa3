package io.jvmm.cli;

import io.jvmm.control.StoredMachine;
import io.jvmm.monitor.console.ConsoleAttachment;
import io.jvmm.monitor.console.EscapeKey;
import io.jvmm.monitor.control.ControlRequest.Verb;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Attaches to the console of a machine that runs on its own. */
@Command(
    name = "console",
    description = "Attach to the console of a machine that was started by jvmm start.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "On a terminal, Ctrl-] is the escape key: Ctrl-] d detaches, Ctrl-] q stops the machine,",
      "Ctrl-] p presses its power button, Ctrl-] ? lists the keys.",
      "",
      "Several users may be attached; the first of them types. Who attaches sees the latest 64 KiB.",
      "",
      "Example:",
      "  jvmm console debian"
    })
final class ConsoleCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "NAME", description = "The machine.")
  private String name = "";

  @Override
  public Integer call() {
    StoredMachine machine = Machines.store().machine(name);
    ConsoleAttachment.End end =
        ConsoleAttachment.attach(
            machine.home().consoleSocket(), name, order -> obey(machine, order));
    command
        .commandLine()
        .getErr()
        .println(
            switch (end) {
              case DETACHED -> "%njvmm: detached from '%s', which runs on".formatted(name);
              case STOPPED -> "jvmm: '%s' has stopped".formatted(name);
            });
    return 0;
  }

  private static void obey(StoredMachine machine, EscapeKey.Command order) {
    machine.ask(order == EscapeKey.Command.QUIT ? Verb.HALT : Verb.POWER_BUTTON);
  }
}
