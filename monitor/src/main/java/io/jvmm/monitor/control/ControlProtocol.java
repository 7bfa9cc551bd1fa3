package io.jvmm.monitor.control;

import io.jvmm.monitor.control.ControlReply.Done;
import io.jvmm.monitor.control.ControlReply.Refused;
import io.jvmm.monitor.control.ControlRequest.BeginRecording;
import io.jvmm.monitor.control.ControlRequest.Order;
import io.jvmm.monitor.control.ControlRequest.ReadRecording;
import io.jvmm.monitor.control.ControlRequest.ResizeDisk;
import io.jvmm.monitor.control.ControlRequest.Verb;
import io.jvmm.vmm.error.ConfigurationException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests and replies as lines of JSON. Reading is strict: what is not exactly a request is
 * refused, so that a newer program's is never half understood.
 */
final class ControlProtocol {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String RESIZE_DISK = "resizeDisk";
  private static final String RECORD = "record";
  private static final String READ_RECORDING = "readRecording";
  private static final String DO = "do";
  private static final String DISK = "disk";
  private static final String BYTES = "bytes";
  private static final String DONE = "done";
  private static final String PROBLEMS = "problems";

  private ControlProtocol() {}

  static String write(ControlRequest request) {
    ObjectNode node = JSON.createObjectNode();
    switch (request) {
      case ResizeDisk(int disk, long bytes) ->
          node.putObject(RESIZE_DISK).put(DISK, disk).put(BYTES, bytes);
      case BeginRecording(long seconds) -> node.put(RECORD, seconds);
      case ReadRecording(long offset) -> node.put(READ_RECORDING, offset);
      case Order(Verb verb) -> node.put(DO, verb.word());
    }
    return node.toString();
  }

  static String write(ControlReply reply) {
    ObjectNode node = JSON.createObjectNode();
    switch (reply) {
      case Done(String text) -> node.put(DONE, text);
      case Refused(List<String> problems) -> problems.forEach(node.putArray(PROBLEMS)::add);
    }
    return node.toString();
  }

  /**
   * Reads a request.
   *
   * @throws ConfigurationException if it is none
   */
  static ControlRequest request(String line) {
    JsonNode root = parse(line);
    return resizeDisk(root)
        .or(() -> number(root, RECORD, BeginRecording::new))
        .or(() -> number(root, READ_RECORDING, ReadRecording::new))
        .or(() -> order(root))
        .filter(_ -> root.size() == 1)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "this machine's jvmm knows no such request: is it of another version?"));
  }

  private static Optional<ControlRequest> resizeDisk(JsonNode root) {
    JsonNode resize = root.path(RESIZE_DISK);
    if (resize.size() == 2
        && resize.path(DISK).isInt()
        && resize.path(BYTES).canConvertToLong()
        && resize.path(BYTES).isIntegralNumber()) {
      return Optional.of(
          new ResizeDisk(resize.path(DISK).intValue(), resize.path(BYTES).longValue()));
    }
    return Optional.empty();
  }

  private static Optional<ControlRequest> number(
      JsonNode root, String key, LongFunction<ControlRequest> request) {
    JsonNode value = root.path(key);
    return value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0
        ? Optional.of(request.apply(value.longValue()))
        : Optional.empty();
  }

  private static Optional<ControlRequest> order(JsonNode root) {
    String word = root.path(DO).asString("");
    return Stream.of(Verb.values())
        .filter(verb -> verb.word().equals(word))
        .<ControlRequest>map(Order::new)
        .findFirst();
  }

  /**
   * Reads a reply.
   *
   * @throws ConfigurationException if it is none
   */
  static ControlReply reply(String line) {
    JsonNode root = parse(line);
    if (root.path(DONE).isString()) {
      return new Done(root.path(DONE).stringValue());
    }
    if (root.path(PROBLEMS).isArray()) {
      return new Refused(
          root.path(PROBLEMS).valueStream().map(problem -> problem.asString("")).toList());
    }
    throw new ConfigurationException(
        "the machine's reply makes no sense: is it of another version?");
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JacksonException e) {
      throw new ConfigurationException("this is no JSON: " + e.getOriginalMessage());
    }
  }
}
