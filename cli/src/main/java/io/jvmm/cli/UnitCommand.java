package io.jvmm.cli;

import io.jvmm.control.ServiceUnit;
import io.jvmm.control.ServiceUnit.Restart;
import io.jvmm.control.StoredMachine;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has systemd run a machine. */
@Command(
    name = "unit",
    description = "Print a unit with which systemd runs a machine, and restarts it.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A machine that systemd runs is like one that jvmm start runs: jvmm console, stop and so on",
      "work as always. loginctl enable-linger has it run while its user is not logged in.",
      "",
      "Example:",
      "  jvmm unit --install --restart on-failure debian",
      "  systemctl --user enable --now jvmm-debian"
    })
final class UnitCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "NAME", description = "The machine; it was made by jvmm create.")
  private String name = "";

  @Option(
      names = "--restart",
      paramLabel = "WHEN",
      description =
          "When systemd starts it again: no; on-failure (the default): its guest crashed, or its"
              + " process failed or was killed; always: also when its guest powered off.")
  private String restart = "on-failure";

  @Option(names = "--install", description = "Write it where systemd looks for the user's units.")
  private boolean install;

  @Override
  public Integer call() {
    StoredMachine machine = Machines.store().machine(name);
    if (!machine.isCreated()) {
      throw new ConfigurationException(
          "machine '%s' runs, but was not created: jvmm create it first".formatted(name));
    }
    ServiceUnit unit =
        new ServiceUnit(machine, Release.home().resolve("bin/jvmm"), restart(restart));
    if (install) {
      install(unit);
    } else {
      PrintWriter out = command.commandLine().getOut();
      out.print(unit.text());
      out.flush();
    }
    return 0;
  }

  private static Restart restart(String word) {
    return Stream.of(Restart.values())
        .filter(each -> each.name().equals(word.toUpperCase(Locale.ROOT).replace('-', '_')))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "--restart '%s': write no, on-failure or always".formatted(word)));
  }

  private void install(ServiceUnit unit) {
    Path file = ServiceUnit.directory(System.getenv()).resolve(unit.fileName());
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, unit.text());
    } catch (IOException e) {
      throw new HostException("cannot write '%s': %s".formatted(file, e.getMessage()), e);
    }
    Machines.say(command, "'%s' is there: systemctl --user daemon-reload".formatted(file));
  }
}
