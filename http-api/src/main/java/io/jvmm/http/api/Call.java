package io.jvmm.http.api;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a client asks of a route. Its parameters are known ones, with values that they accept.
 *
 * @param path what is in each place of the path
 * @param query the parameters that were given
 * @param body the JSON that was sent; empty for routes that take none
 * @param range the part that is wanted of what is asked for
 */
public record Call(
    Map<String, String> path,
    Map<String, String> query,
    Optional<JsonNode> body,
    Optional<String> range) {
  /** Copies the maps. */
  public Call {
    path = Map.copyOf(path);
    query = Map.copyOf(query);
  }
}
