package io.jvmm.http.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * What can be asked: a method and a path, what it means, and who answers. Requests are dispatched
 * by this, and the API's document is generated from it.
 *
 * @param method the method
 * @param path the path
 * @param handler answers
 * @param id its name in the document
 * @param summary what it does, in a line
 * @param parameters what its query may have
 * @param body the JSON that it takes; empty if it takes none
 * @param replies what it may answer
 */
public record Route(
    Method method,
    PathTemplate path,
    Handler handler,
    String id,
    String summary,
    List<Parameter> parameters,
    Optional<ObjectNode> body,
    List<Reply> replies) {
  /** The most bytes in a body. */
  public static final int BODY_LIMIT = 1 << 20;

  /** Copies the lists. */
  public Route {
    parameters = List.copyOf(parameters);
    replies = List.copyOf(replies);
  }

  static Route of(Method method, String path, String id, String summary, Handler handler) {
    return new Route(
        method,
        new PathTemplate(path),
        handler,
        id,
        summary,
        List.of(),
        Optional.empty(),
        List.of());
  }

  /** The same with parameters in its query. */
  Route with(Parameter... more) {
    return new Route(method, path, handler, id, summary, List.of(more), body, replies);
  }

  /** The same with a body, which it must have. */
  Route taking(ObjectNode schema) {
    return new Route(method, path, handler, id, summary, parameters, Optional.of(schema), replies);
  }

  /** The same with one more answer. */
  Route answering(Reply reply) {
    List<Reply> all = new ArrayList<>(replies);
    all.add(reply);
    return new Route(method, path, handler, id, summary, parameters, body, all);
  }

  /** The same with errors that it may answer, of those that not every route may. */
  Route refusing(int... statuses) {
    List<Reply> all =
        Stream.concat(replies.stream(), IntStream.of(statuses).mapToObj(Reply::problem)).toList();
    return new Route(method, path, handler, id, summary, parameters, body, all);
  }

  /** How users call it. */
  @Override
  public String toString() {
    return method + " " + path.text();
  }
}
