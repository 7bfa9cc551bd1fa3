package io.jvmm.cli;

import io.jvmm.control.Condition;
import io.jvmm.control.LastRun;
import io.jvmm.control.StoredMachine;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists the machines. */
@Command(
    name = "list",
    aliases = "ps",
    description = "List the machines, and what each is doing.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "States: created (never ran), starting, running, paused, stopped, crashed (its guest did),",
      "failed (it could not be run), lost (its process was killed). jvmm ps does the same.",
      "",
      "Examples:",
      "  jvmm list",
      "  jvmm list --json | jq -r '.[] | select(.state == \"running\").name'"
    })
final class ListCommand implements Runnable {
  @Spec private CommandSpec command = CommandSpec.create();

  @Option(names = "--json", description = "Print an array of objects, for programs.")
  private boolean json;

  /**
   * A machine as a line of the list.
   *
   * @param since when it came to be what it is; empty if it never ran
   */
  private record Line(String name, Condition state, Optional<Instant> since, OptionalLong process) {
    static Line of(StoredMachine machine) {
      Condition state = machine.condition();
      return new Line(
          machine.name(),
          state,
          machine.lastRun().map(run -> since(run, state)),
          state.isUp() ? machine.process() : OptionalLong.empty());
    }

    private static Instant since(LastRun run, Condition state) {
      return state.isUp() ? run.started() : run.ended().orElse(run.started());
    }
  }

  @Override
  public void run() {
    List<Line> lines = Machines.store().machines().stream().map(Line::of).toList();
    PrintWriter out = command.commandLine().getOut();
    out.print(json ? array(lines) + System.lineSeparator() : table(lines));
    out.flush();
  }

  private static String table(List<Line> lines) {
    TextTable table = new TextTable("NAME", "STATE", "SINCE", "PROCESS");
    for (Line line : lines) {
      table.row(
          line.name(),
          line.state().toString(),
          line.since().map(time -> time.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("-"),
          line.process().isPresent() ? "" + line.process().getAsLong() : "-");
    }
    return table.text();
  }

  private static String array(List<Line> lines) {
    ArrayNode array = new JsonMapper().createArrayNode();
    for (Line line : lines) {
      ObjectNode node = array.addObject();
      node.put("name", line.name()).put("state", line.state().toString());
      line.since().ifPresent(time -> node.put("since", time.toString()));
      line.process().ifPresent(number -> node.put("process", number));
    }
    return array.toPrettyString();
  }
}
