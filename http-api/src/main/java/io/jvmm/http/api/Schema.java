package io.jvmm.http.api;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON Schemas (draft 2020-12), of which OpenAPI 3.1 is made. */
final class Schema {
  private static final String TYPE = "type";

  private Schema() {}

  static ObjectNode string(String description) {
    return typed("string").put("description", description);
  }

  /** A string of a known format, such as {@code date-time}. */
  static ObjectNode string(String format, String description) {
    return string(description).put("format", format);
  }

  static ObjectNode integer(long least, long most) {
    return typed("integer").put("minimum", least).put("maximum", most);
  }

  static ObjectNode number() {
    return typed("number");
  }

  static ObjectNode bool() {
    return typed("boolean");
  }

  static ObjectNode listOf(ObjectNode element) {
    ObjectNode node = typed("array");
    node.set("items", element);
    return node;
  }

  /** An object without members yet, which {@link #must} and {@link #may} add. */
  static ObjectNode object(String description) {
    ObjectNode node = typed("object").put("description", description);
    node.putObject("properties");
    return node;
  }

  /** Adds a member that is always there. */
  static ObjectNode must(ObjectNode object, String name, ObjectNode schema) {
    object.withArrayProperty("required").add(name);
    return may(object, name, schema);
  }

  /** Adds a member that may be missing. */
  static ObjectNode may(ObjectNode object, String name, ObjectNode schema) {
    object.withObjectProperty("properties").set(name, schema);
    return object;
  }

  /** A named schema of the document's. */
  static ObjectNode reference(String name) {
    return JsonNodeFactory.instance.objectNode().put("$ref", "#/components/schemas/" + name);
  }

  private static ObjectNode typed(String type) {
    return JsonNodeFactory.instance.objectNode().put(TYPE, type);
  }
}
