package io.jvmm.http.api;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A machine that is to be made.
 *
 * @param text its specification, as JSON
 * @param directory what relative paths in that start from; exists
 */
record NewMachine(String text, Path directory) {
  private static final String SPEC = "spec";
  private static final String DIRECTORY = "directory";

  static ObjectNode schema() {
    ObjectNode schema = Schema.object("A machine to be made.");
    ObjectNode spec = Schema.object("Its specification: jvmm schema prints the JSON Schema of it.");
    Schema.must(schema, SPEC, Schema.must(spec, "name", Schema.string("The machine's name.")));
    return Schema.must(
        schema,
        DIRECTORY,
        Schema.string("The absolute path that relative paths in the specification start from."));
  }

  /**
   * Reads the body of a request.
   *
   * @throws Refusal if it is none
   */
  static NewMachine of(JsonNode body) {
    Set<String> members = new TreeSet<>(body.propertyNames());
    if (!members.equals(Set.of(SPEC, DIRECTORY))
        || !body.path(SPEC).isObject()
        || !body.path(DIRECTORY).isString()) {
      throw new Refusal(
          400, "send {\"spec\": {…}, \"directory\": \"/absolute/path\"}, and nothing more");
    }
    return new NewMachine(
        body.path(SPEC).toPrettyString() + "\n", directory(body.path(DIRECTORY).stringValue()));
  }

  private static Path directory(String text) {
    try {
      Path directory = Path.of(text);
      if (directory.isAbsolute() && Files.isDirectory(directory)) {
        return directory;
      }
    } catch (InvalidPathException e) {
      // said below
    }
    throw new Refusal(
        400, "\"directory\" is no directory of this machine: give an absolute path to one");
  }
}
