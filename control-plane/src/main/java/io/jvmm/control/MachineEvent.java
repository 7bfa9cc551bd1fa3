package io.jvmm.control;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something that happened to a machine. As JSON: {@code {"time": "2026-01-01T00:00:00Z", "machine":
 * "debian", "event": "stopped", "detail": "exit status 0"}}.
 *
 * @param time when
 * @param machine its name
 * @param kind what
 * @param detail more of it, for people; empty if there is no more
 */
public record MachineEvent(Instant time, String machine, Kind kind, Optional<String> detail) {
  private static final JsonMapper JSON = new JsonMapper();

  /** What happens to machines. */
  public enum Kind {
    /** It has a directory. */
    CREATED,
    /** It has another name; the event has the new one. */
    RENAMED,
    /** It has a process. */
    STARTED,
    /** Its guest is held. */
    PAUSED,
    /** Its guest goes on. */
    RESUMED,
    /** Its guest was started again, from outside. */
    RESET,
    /** Its power button was pressed, from outside. */
    POWER_BUTTON,
    /** Its process has ended: the guest powered off, or it was stopped. */
    STOPPED,
    /** Its process has ended: the guest crashed. */
    CRASHED,
    /** Its process has ended: it could not be run, or not on. */
    FAILED,
    /** Its process was killed by jvmm. */
    KILLED,
    /** Its process is gone and has left no word. */
    LOST,
    /** Its directory is gone. */
    DESTROYED;

    /** As users and programs read it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Whether the machine has no process after it. */
    boolean isEnd() {
      return switch (this) {
        case STOPPED, CRASHED, FAILED, KILLED, LOST, DESTROYED -> true;
        case CREATED, RENAMED, STARTED, PAUSED, RESUMED, RESET, POWER_BUTTON -> false;
      };
    }
  }

  /** In a line, without its end. */
  public String toJson() {
    ObjectNode node =
        JSON.createObjectNode()
            .put("time", time.toString())
            .put("machine", machine)
            .put("event", kind.toString());
    detail.ifPresent(text -> node.put("detail", text));
    return node.toString();
  }

  /** What a line says; empty for one that is none, or of another version's. */
  static Optional<MachineEvent> parse(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      return Optional.of(
          new MachineEvent(
              Instant.parse(node.path("time").asString("")),
              node.path("machine").asString(""),
              Kind.of(node.path("event").asString("")),
              node.path("detail").isString()
                  ? Optional.of(node.path("detail").stringValue())
                  : Optional.empty()));
    } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
