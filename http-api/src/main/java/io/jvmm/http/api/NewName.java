package io.jvmm.http.api;

import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a machine is to be called.
 *
 * @param name as it was sent: whether it is a name, and free, is for who uses it
 */
record NewName(String name) {
  private static final String NAME = "name";

  static ObjectNode schema() {
    return Schema.must(
        Schema.object("What a machine is to be called."),
        NAME,
        Schema.string("A name that no machine has."));
  }

  /**
   * Reads the body of a request.
   *
   * @throws Refusal if it is none
   */
  static NewName of(JsonNode body) {
    Set<String> members = new TreeSet<>(body.propertyNames());
    if (!members.equals(Set.of(NAME)) || !body.path(NAME).isString()) {
      throw new Refusal(400, "send {\"name\": \"NAME\"}, and nothing more");
    }
    return new NewName(body.path(NAME).stringValue());
  }
}
