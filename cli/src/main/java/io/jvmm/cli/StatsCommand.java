package io.jvmm.cli;

import io.jvmm.control.MachineRecording;
import io.jvmm.control.StoredMachine;
import io.jvmm.provisioning.StandardStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Shows what machines do. */
@Command(
    name = "stats",
    description = "Show what the running machines do: on a terminal a table that is kept current.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "CPU% is of one CPU of the host; MEMORY is what is there of the process, its guest with it;",
      "READ and WRITE are bytes of the disks, RX and TX frames of the networks.",
      "",
      "Examples:",
      "  jvmm stats",
      "  jvmm stats --once debian",
      "  jvmm stats --json debian | jq .vcpus",
      "  jvmm stats --jfr debian.jfr --seconds 5 debian && jfr summary debian.jfr"
    })
final class StatsCommand implements Callable<Integer> {
  private static final String HOME_AND_CLEAR = "\033[H\033[J";

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "Of these machines only; without one, of all that run.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      description = "How much later the next table is made; the default is 2.")
  private int interval = 2;

  @Option(names = "--once", description = "Print one table, also on a terminal.")
  private boolean once;

  @Option(
      names = "--json",
      description = "Print an object in a line for each machine: all that it has counted so far.")
  private boolean json;

  @Option(
      names = "--jfr",
      paramLabel = "FILE",
      description =
          "Record every exit, interrupt and piece of queue work of one machine in a new file, for"
              + " Java's jfr.")
  private Optional<Path> recording = Optional.empty();

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      description = "How long to record, up to 3600; the default is 10.")
  private int seconds = 10;

  @Override
  public Integer call() throws InterruptedException {
    if (recording.isPresent()) {
      record(recording.get());
      return 0;
    }
    if (interval < 1) {
      throw new ParameterException(
          command.commandLine(), "--interval %d: give 1 second or more".formatted(interval));
    }
    names.forEach(name -> Machines.store().machine(name).statistics()); // refuses what does not run
    if (json) {
      samples().forEach(this::printJson);
    } else if (once || !StandardStream.OUTPUT.isTerminal()) {
      printOnce();
    } else {
      printOn();
    }
    return 0;
  }

  private void record(Path file) throws InterruptedException {
    if (names.size() != 1) {
      throw new ParameterException(command.commandLine(), "--jfr records one machine: name it");
    }
    StoredMachine machine = Machines.store().machine(names.getFirst());
    FlightRecordingFile.create(file, new MachineRecording(machine), Duration.ofSeconds(seconds));
    Machines.say(command, "'%s' is recorded in %s".formatted(machine.name(), file));
  }

  private List<StatsSample> samples() {
    return Machines.store().machines().stream()
        .filter(machine -> names.isEmpty() || names.contains(machine.name()))
        .filter(machine -> machine.process().isPresent())
        .map((StoredMachine machine) -> StatsSample.of(machine))
        .flatMap(Optional::stream)
        .toList();
  }

  private void printJson(StatsSample sample) {
    ObjectNode node = new JsonMapper().createObjectNode().put("name", sample.name());
    sample.report().properties().forEach(each -> node.set(each.getKey(), each.getValue()));
    PrintWriter out = command.commandLine().getOut();
    out.println(node);
    out.flush();
  }

  private void printOnce() throws InterruptedException {
    Map<String, StatsSample> before = byName(samples());
    Thread.sleep(1000L * interval);
    print(StatsTable.of(before, samples()));
  }

  private void printOn() throws InterruptedException {
    Map<String, StatsSample> before = Map.of();
    while (!command.commandLine().getOut().checkError()) {
      List<StatsSample> now = samples();
      print(HOME_AND_CLEAR + StatsTable.of(before, now));
      before = byName(now);
      Thread.sleep(1000L * interval);
    }
  }

  private void print(String text) {
    PrintWriter out = command.commandLine().getOut();
    out.print(text);
    out.flush();
  }

  private static Map<String, StatsSample> byName(List<StatsSample> samples) {
    return samples.stream().collect(Collectors.toMap(StatsSample::name, Function.identity()));
  }
}
