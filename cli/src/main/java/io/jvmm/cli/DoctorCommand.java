package io.jvmm.cli;

import io.jvmm.cli.doctor.Doctor;
import io.jvmm.cli.doctor.Doctor.Diagnosis;
import io.jvmm.cli.doctor.Finding;
import io.jvmm.cli.doctor.Host;
import io.jvmm.monitor.machine.ExitStatus;
import io.jvmm.provisioning.CacheDirectory;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Says whether machines can run here, and what would make them run better. */
@Command(
    name = "doctor",
    description = "Check what this machine has of what jvmm needs, and say what mends the rest.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:machines can run", "4:they cannot"},
    footer = {
      "",
      "States: ok; note (machines run, and something is slower or cannot be had); missing (no machine",
      "runs without it). Nothing is changed.",
      "",
      "Examples:",
      "  jvmm doctor",
      "  jvmm doctor --json | jq -r '.checks[] | select(.state != \"ok\").remedy'"
    })
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Option(names = "--json", description = "Print an object, for programs.")
  private boolean json;

  @Override
  public Integer call() {
    Host host = Host.ofThisProcess();
    Diagnosis diagnosis =
        new Doctor(
                host,
                () -> Backend.kvm().features(),
                Machines.store().root(),
                CacheDirectory.ofEnvironment(host.environment()).root())
            .diagnose();
    PrintWriter out = command.commandLine().getOut();
    out.print(json ? object(diagnosis) : table(diagnosis));
    out.flush();
    return diagnosis.isHealthy() ? 0 : ExitStatus.ERROR;
  }

  static String table(Diagnosis diagnosis) {
    TextTable table = new TextTable("CHECK", "STATE", "FOUND", "COSTS", "REMEDY");
    for (Finding each : diagnosis.findings()) {
      table.row(each.check(), state(each), each.found(), each.costs(), each.remedy());
    }
    return "%s%n%s%n".formatted(table.text(), verdict(diagnosis));
  }

  private static String verdict(Diagnosis diagnosis) {
    if (!diagnosis.isHealthy()) {
      return "No machine can run here until what is missing is there.";
    }
    return diagnosis.onKvm()
        ? "Machines can run here, on KVM."
        : "Machines can run here, in the nested host.";
  }

  static String object(Diagnosis diagnosis) {
    ObjectNode node = new JsonMapper().createObjectNode();
    node.put("runs", diagnosis.isHealthy())
        .put("accelerator", diagnosis.onKvm() ? "kvm" : "nested");
    ArrayNode checks = node.putArray("checks");
    for (Finding each : diagnosis.findings()) {
      ObjectNode check = checks.addObject();
      check.put("check", each.check()).put("state", state(each)).put("found", each.found());
      if (each.state() != Finding.State.OK) {
        check.put("costs", each.costs()).put("remedy", each.remedy());
      }
    }
    return node.toPrettyString() + System.lineSeparator();
  }

  private static String state(Finding finding) {
    return finding.state().name().toLowerCase(Locale.ROOT);
  }
}
