package io.jvmm.http.api;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds who answers a request.
 *
 * @param routes all there are; of two that match the first one answers
 */
public record Router(List<Route> routes) {
  /** Copies the list. */
  public Router {
    routes = List.copyOf(routes);
  }

  /**
   * A route, and what is in the places of its path.
   *
   * @param path by the places' names
   */
  public record Match(Route route, Map<String, String> path) {}

  /**
   * The route of a request.
   *
   * @param method as HTTP has it; {@code HEAD} is answered as {@code GET} is
   * @param path as it was sent: no route and no name needs escapes, dots or parameters in it
   * @throws Refusal if nobody answers there, or not to that method
   */
  public Match find(String method, String path) {
    List<Match> there = routes.stream().flatMap(route -> match(route, path).stream()).toList();
    if (there.isEmpty()) {
      throw new Refusal(
          404, "there is nothing at this path: GET /openapi.json lists what there is");
    }
    String wanted = method.equals("HEAD") ? "GET" : method;
    return there.stream()
        .filter(match -> match.route().method().name().equals(wanted))
        .findFirst()
        .orElseThrow(() -> notAllowed(there));
  }

  private static Optional<Match> match(Route route, String path) {
    return route.path().match(path).map(names -> new Match(route, names));
  }

  /** RFC 9110, 15.5.6: an answer 405 says which methods there are. */
  private static Refusal notAllowed(List<Match> there) {
    String methods =
        there.stream().map(match -> match.route().method().name()).collect(joining(", "));
    return new Refusal(
        405, List.of("this path takes " + methods + " only"), Map.of("Allow", methods));
  }
}
