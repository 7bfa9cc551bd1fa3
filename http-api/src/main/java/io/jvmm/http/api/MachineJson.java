package io.jvmm.http.api;

import io.jvmm.control.Condition;
import io.jvmm.control.LastRun;
import io.jvmm.control.StoredMachine;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A machine as clients see it. */
final class MachineJson {
  private static final String NAME = "name";
  private static final String STATE = "state";
  private static final String PROCESS = "process";
  private static final String DIRECTORY = "directory";
  private static final String LAST_RUN = "lastRun";
  private static final String STARTED = "started";
  private static final String ENDED = "ended";
  private static final String STATUS = "status";

  private MachineJson() {}

  static ObjectNode schema() {
    ObjectNode schema = Schema.object("A machine, and what it is doing.");
    Schema.must(schema, NAME, Schema.string("Its name."));
    Schema.must(schema, STATE, states());
    Schema.may(schema, PROCESS, Schema.integer(0, Long.MAX_VALUE));
    Schema.may(
        schema, DIRECTORY, Schema.string("What relative paths in its specification start from."));
    return Schema.may(schema, LAST_RUN, lastRun());
  }

  private static ObjectNode states() {
    ObjectNode states = Schema.string("What it is.");
    Stream.of(Condition.values()).map(Condition::toString).forEach(states.putArray("enum")::add);
    return states;
  }

  private static ObjectNode lastRun() {
    ObjectNode schema = Schema.object("When it last ran, if it ever did.");
    Schema.must(schema, STARTED, Schema.string("date-time", "When it was started."));
    Schema.may(
        schema,
        ENDED,
        Schema.string("date-time", "When it stopped; not there if it was killed, or runs."));
    return Schema.may(schema, STATUS, Schema.integer(0, 255));
  }

  static ObjectNode of(StoredMachine machine) {
    Condition condition = machine.condition();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put(NAME, machine.name()).put(STATE, condition.toString());
    if (condition.isUp()) {
      machine.process().ifPresent(number -> node.put(PROCESS, number));
    }
    if (machine.isCreated()) {
      node.put(DIRECTORY, machine.origin().toString());
    }
    machine.lastRun().ifPresent(run -> node.set(LAST_RUN, of(run)));
    return node;
  }

  private static ObjectNode of(LastRun run) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put(STARTED, run.started().toString());
    run.ended().ifPresent(time -> node.put(ENDED, time.toString()));
    run.status().ifPresent(status -> node.put(STATUS, status));
    return node;
  }
}
