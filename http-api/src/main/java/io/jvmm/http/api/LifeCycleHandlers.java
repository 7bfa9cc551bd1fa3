package io.jvmm.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jvmm.control.Starting;
import io.jvmm.control.Stopping;
import io.jvmm.control.Stopping.Outcome;
import io.jvmm.control.StoredMachine;
import io.jvmm.http.api.Answer.Json;
import io.jvmm.http.api.Answer.Text;
import io.jvmm.monitor.control.ControlRequest.Verb;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.error.InternalException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Machines as processes: started, asked, stopped. */
record LifeCycleHandlers(MachineHandlers machines) {
  static final Parameter.Count WAIT =
      new Parameter.Count(
          "wait",
          "How many seconds the answer may wait for the guest to run; after those it is 202.",
          0,
          60,
          30);
  static final Parameter.Count TIMEOUT =
      new Parameter.Count(
          "timeout",
          "How many seconds the guest may take to power off; 0 does not ask it.",
          0,
          600,
          60);

  Answer start(Call call) throws InterruptedException {
    StoredMachine machine = machines.find(call);
    boolean runs = isStartedWithin(WAIT.in(call), machine);
    return new Json(
        runs ? 200 : 202,
        MachineJson.of(machine),
        runs ? Optional.empty() : Optional.of("/v1/machines/" + machine.name()));
  }

  /** Whether its guest runs in time; else the start goes on by itself. */
  private boolean isStartedWithin(int seconds, StoredMachine machine) throws InterruptedException {
    FirstWords said = new FirstWords();
    FutureTask<Boolean> start = new FutureTask<>(() -> start(machine, said));
    Thread.ofVirtual().name(machine.name() + "-start").start(start);
    try {
      return start.get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw failure(e.getCause(), said);
    }
  }

  private boolean start(StoredMachine machine, OutputStream said) throws InterruptedException {
    List<String> command = machines.service().launcher().apply(machine.name());
    new Starting(machine, command).untilGuestRuns(said);
    return true;
  }

  /** What the machine's process said is the reason; that it did not start, the conclusion. */
  private static RuntimeException failure(@Nullable Throwable cause, FirstWords said) {
    return switch (cause) {
      case HostException e ->
          new Refusal(
              503, Stream.concat(said.lines(), Stream.of(e.getMessage())).toList(), Map.of());
      case RuntimeException e -> e;
      case null, default -> new InternalException("a machine's start ended with " + cause);
    };
  }

  Answer stop(Call call) throws InterruptedException {
    StoredMachine machine = machines.find(call);
    Duration patience = Duration.ofSeconds(TIMEOUT.in(call));
    return outcome(machine, new Stopping(machine).gracefully(patience));
  }

  Answer kill(Call call) throws InterruptedException {
    StoredMachine machine = machines.find(call);
    return outcome(machine, new Stopping(machine).kill());
  }

  /** The handler that asks a machine for something that takes one word. */
  Handler asking(Verb verb) {
    return call -> {
      StoredMachine machine = machines.find(call);
      machine.ask(verb);
      return Answer.of(MachineJson.of(machine));
    };
  }

  /** The handler that shows what a machine says of itself. */
  Handler showing(Function<StoredMachine, String> report) {
    return call -> new Text("application/json", report.apply(machines.find(call)));
  }

  private static Answer outcome(StoredMachine machine, Outcome outcome) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    return Answer.of(node.put("name", machine.name()).put("outcome", word(outcome)));
  }

  private static String word(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static ObjectNode outcomeSchema() {
    ObjectNode outcome =
        Schema.string("What it took: its guest, its monitor, or the end of its process.");
    Stream.of(Outcome.values()).map(LifeCycleHandlers::word).forEach(outcome.putArray("enum")::add);
    ObjectNode schema = Schema.object("A machine that was stopped.");
    Schema.must(schema, "name", Schema.string("Its name."));
    return Schema.must(schema, "outcome", outcome);
  }

  /** The beginning of what a process says. */
  private static final class FirstWords extends OutputStream {
    private static final int LIMIT = 16 << 10;
    private static final String PREFIX = "jvmm: ";

    private final byte[] bytes = new byte[LIMIT]; // guarded by this
    private int length; // guarded by this

    @Override
    public synchronized void write(int next) {
      if (length < LIMIT) {
        bytes[length++] = (byte) next;
      }
    }

    /** Its lines, as the command line would show them after its own name. */
    synchronized Stream<String> lines() {
      return new String(bytes, 0, length, UTF_8)
              .lines()
              .filter(line -> !line.isBlank())
              .map(line -> line.startsWith(PREFIX) ? line.substring(PREFIX.length()) : line)
              .toList()
              .stream();
    }
  }
}
