package io.jvmm.cli;

import io.jvmm.control.EventFollower;
import io.jvmm.control.MachineEvent;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what happened to machines, and what happens. */
@Command(
    name = "events",
    description = "Print what happened to the machines; with -f, what happens from now on, too.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Events: created, renamed, started, paused, resumed, reset, power-button, stopped, crashed,",
      "failed, killed, lost (the process is gone without a word; seen with -f only), destroyed. The",
      "latest 1 to 2 MiB are kept.",
      "",
      "Examples:",
      "  jvmm events -f",
      "  jvmm events --json debian | jq -r 'select(.event == \"crashed\").time'"
    })
final class EventsCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 200;

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "Of these machines only.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what happens from now on, until interrupted.")
  private boolean follow;

  @Option(names = "--json", description = "Print an object in each line, for programs.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    try (EventFollower follower = new EventFollower(Machines.store())) {
      print(follower.poll());
      while (follow && !command.commandLine().getOut().checkError()) {
        Thread.sleep(POLL_MILLIS);
        print(follower.poll());
      }
    }
    return 0;
  }

  private void print(List<MachineEvent> events) {
    PrintWriter out = command.commandLine().getOut();
    events.stream()
        .filter(event -> names.isEmpty() || names.contains(event.machine()))
        .map(event -> json ? event.toJson() : line(event))
        .forEach(out::println);
    out.flush();
  }

  private static String line(MachineEvent event) {
    return "%s  %-12s  %s%s"
        .formatted(
            event.time().truncatedTo(ChronoUnit.SECONDS),
            event.kind(),
            event.machine(),
            event.detail().map(detail -> " (%s)".formatted(detail)).orElse(""));
  }
}
