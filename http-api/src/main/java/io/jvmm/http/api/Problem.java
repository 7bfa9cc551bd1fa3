package io.jvmm.http.api;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.GuestException;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.error.InternalException;
import io.jvmm.vmm.error.VmmException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An error as a client gets to read it: a problem details object (RFC 9457, 3.1).
 *
 * @param status of HTTP
 * @param lines what is wrong, as the command line says it, at least one
 * @param headers to go with it
 */
public record Problem(int status, List<String> lines, Map<String, String> headers) {
  /** Its media type. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final Map<Integer, String> TITLES =
      Map.ofEntries(
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(408, "Request Timeout"),
          Map.entry(409, "Conflict"),
          Map.entry(413, "Content Too Large"),
          Map.entry(414, "URI Too Long"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(416, "Range Not Satisfiable"),
          Map.entry(421, "Misdirected Request"),
          Map.entry(426, "Upgrade Required"),
          Map.entry(431, "Request Header Fields Too Large"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(501, "Not Implemented"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(505, "HTTP Version Not Supported"));

  /** Copies what it holds. */
  public Problem {
    lines = List.copyOf(lines);
    headers = Map.copyOf(headers);
  }

  /** One without headers. */
  public Problem(int status, List<String> lines) {
    this(status, lines, Map.of());
  }

  /** What a failure is to the client: who has to act decides. */
  public static Problem of(Exception failure) {
    return switch (failure) {
      case Refusal refusal -> new Problem(refusal.status(), refusal.problems(), refusal.headers());
      case VmmException expected -> of(expected);
      default -> bug();
    };
  }

  private static Problem of(VmmException expected) {
    return switch (expected) {
      case ConfigurationException e -> new Problem(409, e.problems());
      case HostException e -> new Problem(503, List.of(e.getMessage()));
      case GuestException e -> new Problem(409, List.of("the guest: " + e.getMessage()));
      case InternalException _ -> bug();
    };
  }

  /** Details are for the server's own log. */
  private static Problem bug() {
    return new Problem(500, List.of("a bug in jvmm: jvmm serve has said more on standard error"));
  }

  static ObjectNode schema() {
    ObjectNode schema = Schema.object("What went wrong (RFC 9457).");
    Schema.must(schema, "type", Schema.string("about:blank: the status says it."));
    Schema.must(schema, "title", Schema.string("What the status means in general."));
    Schema.must(schema, "status", Schema.integer(400, 599));
    Schema.must(
        schema, "detail", Schema.string("What is wrong, and what to do; maybe several lines."));
    return Schema.must(schema, "problems", Schema.listOf(Schema.string("A line of those.")));
  }

  /** What its status means in general. */
  public String title() {
    return TITLES.getOrDefault(status, "Error");
  }

  /** As JSON. */
  public ObjectNode toJson() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("type", "about:blank").put("title", title()).put("status", status);
    node.put("detail", String.join("\n", lines));
    lines.forEach(node.putArray("problems")::add);
    return node;
  }
}
