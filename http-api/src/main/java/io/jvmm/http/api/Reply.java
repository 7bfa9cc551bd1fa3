package io.jvmm.http.api;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a route may answer.
 *
 * @param status of HTTP
 * @param description when it does
 * @param mediaType of the body; blank if there is none
 * @param schema of the body
 */
record Reply(int status, String description, String mediaType, ObjectNode schema) {
  /** JSON of a named schema. */
  static Reply json(int status, String description, String schema) {
    return new Reply(status, description, "application/json", Schema.reference(schema));
  }

  /** Text that is no JSON. */
  static Reply text(int status, String description, String mediaType) {
    return new Reply(status, description, mediaType, Schema.string(description));
  }

  /** Nothing but that it was done. */
  static Reply empty(int status, String description) {
    return new Reply(status, description, "", Schema.string(""));
  }

  /** An error. */
  static Reply problem(int status) {
    return new Reply(
        status,
        new Problem(status, List.of()).title(),
        Problem.MEDIA_TYPE,
        Schema.reference("Problem"));
  }

  boolean hasBody() {
    return !mediaType.isEmpty();
  }
}
