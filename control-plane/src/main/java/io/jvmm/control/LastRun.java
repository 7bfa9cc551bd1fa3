package io.jvmm.control;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What became of a machine when it last ran. On disk as JSON: {@code {"started":
 * "2026-01-01T00:00:00Z", "ended": "2026-01-01T00:01:00Z", "status": 0}}.
 *
 * @param started when it was started
 * @param ended when it stopped; empty while it runs, and if its process was killed
 * @param status the exit status of its process, by jvmm's own numbers; empty likewise
 */
public record LastRun(Instant started, Optional<Instant> ended, OptionalInt status) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String STARTED = "started";
  private static final String ENDED = "ended";
  private static final String STATUS = "status";

  /** One that begins. */
  static LastRun begun(Instant now) {
    return new LastRun(now, Optional.empty(), OptionalInt.empty());
  }

  /** The same, over. */
  LastRun over(Instant now, int exitStatus) {
    return new LastRun(started, Optional.of(now), OptionalInt.of(exitStatus));
  }

  /** What is on disk; empty if the machine never ran, or nobody can read it. */
  static Optional<LastRun> read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new HostException("cannot read '%s': %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Optional<LastRun> parse(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      JsonNode status = node.path(STATUS);
      return Optional.of(
          new LastRun(
              Instant.parse(node.path(STARTED).asString("")),
              node.path(ENDED).isString()
                  ? Optional.of(Instant.parse(node.path(ENDED).stringValue()))
                  : Optional.empty(),
              status.isInt() ? OptionalInt.of(status.intValue()) : OptionalInt.empty()));
    } catch (JacksonException | DateTimeException e) {
      return Optional.empty(); // of another version, or not ours: as if it never ran
    }
  }

  /** Puts it on disk, whole or not at all. */
  void write(Path file) {
    ObjectNode node = JSON.createObjectNode().put(STARTED, started.toString());
    ended.ifPresent(time -> node.put(ENDED, time.toString()));
    status.ifPresent(number -> node.put(STATUS, number));
    WholeFile.write(file, node + "\n");
  }
}
