package io.jvmm.http.api;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The API's document (OpenAPI 3.1.1), made from the routes. */
final class OpenApi {
  private static final String SCHEMA = "schema";
  private static final String DESCRIPTION = "description";
  private static final String CONTENT = "content";

  private OpenApi() {}

  /**
   * Makes it.
   *
   * @param schemas by the names that routes refer to them by
   */
  static ObjectNode document(List<Route> routes, Map<String, ObjectNode> schemas, String version) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("openapi", "3.1.1");
    root.putObject("info")
        .put("title", "jvmm")
        .put("summary", "ARM64 virtual machines of one user.")
        .put("version", version)
        .putObject("license")
        .put("name", "Apache-2.0")
        .put("identifier", "Apache-2.0");
    addPaths(root.putObject("paths"), routes);
    ObjectNode components = root.putObject("components");
    ObjectNode named = components.putObject("schemas");
    schemas.forEach(named::set);
    addSecurity(root, components);
    return root;
  }

  private static void addPaths(ObjectNode paths, List<Route> routes) {
    for (Route route : routes) {
      ObjectNode path = paths.withObjectProperty(route.path().text());
      path.set(route.method().name().toLowerCase(Locale.ROOT), operation(route));
    }
  }

  /** A token is wanted at a port, and nothing at the user's own socket. */
  private static void addSecurity(ObjectNode root, ObjectNode components) {
    components
        .putObject("securitySchemes")
        .putObject("token")
        .put("type", "http")
        .put("scheme", "bearer");
    ArrayNode alternatives = root.putArray("security");
    alternatives.addObject();
    alternatives.addObject().putArray("token");
  }

  private static ObjectNode operation(Route route) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("operationId", route.id()).put("summary", route.summary());
    addParameters(node, route);
    route.body().ifPresent(schema -> addBody(node, schema));
    ObjectNode responses = node.putObject("responses");
    route.replies().forEach(reply -> add(responses, reply));
    add(responses.putObject("default"), Reply.problem(0), "What went wrong.");
    return node;
  }

  private static void addParameters(ObjectNode operation, Route route) {
    ArrayNode parameters = JsonNodeFactory.instance.arrayNode();
    for (String place : route.path().places()) {
      ObjectNode parameter = parameters.addObject();
      parameter.put("name", place).put("in", "path").put("required", true);
      parameter.set(SCHEMA, Schema.string("Of a machine.").put("pattern", "^[A-Za-z0-9._-]+$"));
    }
    for (Parameter each : route.parameters()) {
      ObjectNode parameter = parameters.addObject();
      parameter.put("name", each.name()).put("in", "query");
      parameter.put(DESCRIPTION, each.description()).set(SCHEMA, each.schema());
    }
    if (!parameters.isEmpty()) {
      operation.set("parameters", parameters);
    }
  }

  private static void addBody(ObjectNode operation, ObjectNode schema) {
    operation
        .putObject("requestBody")
        .put("required", true)
        .putObject(CONTENT)
        .putObject("application/json")
        .set(SCHEMA, schema);
  }

  private static void add(ObjectNode responses, Reply reply) {
    add(responses.putObject("" + reply.status()), reply, reply.description());
  }

  private static void add(ObjectNode response, Reply reply, String description) {
    response.put(DESCRIPTION, description);
    if (reply.hasBody()) {
      response.putObject(CONTENT).putObject(reply.mediaType()).set(SCHEMA, reply.schema());
    }
  }
}
