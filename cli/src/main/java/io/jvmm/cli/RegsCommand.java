package io.jvmm.cli;

import io.jvmm.vmm.error.ConfigurationException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Shows the registers of a machine. */
@Command(
    name = "regs",
    description = "Print what is in the registers of a running or paused machine's vCPUs.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Each vCPU is asked by itself: jvmm pause the machine first for values of one moment.",
      "",
      "Examples:",
      "  jvmm regs debian",
      "  jvmm regs --json debian | jq -r '.vcpus[].pc'"
    })
final class RegsCommand implements Callable<Integer> {
  private static final int COLUMNS = 3;

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "NAME", description = "The machine.")
  private String name = "";

  @Option(names = "--vcpu", paramLabel = "N", description = "Of this vCPU only, counted from 0.")
  private Optional<Integer> vcpu = Optional.empty();

  @Option(names = "--json", description = "Print an object, for programs.")
  private boolean json;

  @Override
  public Integer call() {
    String text = Machines.store().machine(name).registers();
    JsonNode vcpus = new JsonMapper().readTree(text).path("vcpus");
    vcpu.filter(n -> !vcpus.has(n)).ifPresent(n -> refuse(n, vcpus.size()));
    PrintWriter out = command.commandLine().getOut();
    if (json) {
      out.println(vcpu.map(n -> vcpus.get(n).toString()).orElse(text));
    } else {
      IntStream.range(0, vcpus.size())
          .filter(n -> vcpu.isEmpty() || vcpu.get() == n)
          .forEach(n -> out.print(table(n, vcpus.get(n))));
    }
    out.flush();
    return 0;
  }

  private void refuse(int n, int count) {
    throw new ConfigurationException(
        "machine '%s' has no vCPU %d: it has %d, counted from 0".formatted(name, n, count));
  }

  private static String table(int number, JsonNode registers) {
    StringBuilder text = new StringBuilder("vcpu" + number);
    text.append(registers.path("poweredOff").asBoolean() ? " (off)" : "");
    int column = 0;
    for (Map.Entry<String, JsonNode> register : registers.properties()) {
      if (register.getValue().isString()) {
        text.append(column++ % COLUMNS == 0 ? System.lineSeparator() : "  ")
            .append("%16s %18s".formatted(register.getKey(), register.getValue().stringValue()));
      }
    }
    return text.append(System.lineSeparator()).toString();
  }
}
