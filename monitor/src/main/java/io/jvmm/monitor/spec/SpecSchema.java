package io.jvmm.monitor.spec;

import io.jvmm.vmm.memory.GuestAddress;
import io.jvmm.vmm.spec.FileReference;
import io.jvmm.vmm.spec.HostEndpoint;
import io.jvmm.vmm.spec.Key;
import io.jvmm.vmm.spec.MacAddress;
import io.jvmm.vmm.spec.MemorySize;
import io.jvmm.vmm.spec.NetworkAddress;
import io.jvmm.vmm.spec.PortConnection;
import io.jvmm.vmm.spec.VmSpec;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON Schema (draft 2020-12) of the specification, generated from its records. */
public final class SpecSchema {
  private static final ObjectMapper MAPPER = new JsonMapper();

  private SpecSchema() {}

  /** The schema as indented JSON with a line feed at its end. */
  public static String text() {
    ObjectNode schema = MAPPER.createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "jvmm virtual machine");
    schema.setAll(object(VmSpec.class));
    ((ObjectNode) schema.get("properties")).putObject("$schema").put("type", "string");
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
  }

  private static ObjectNode object(Class<?> record) {
    ObjectNode node = MAPPER.createObjectNode().put("type", "object");
    node.put("additionalProperties", false);
    ObjectNode properties = node.putObject("properties");
    ArrayNode required = MAPPER.createArrayNode();
    for (RecordComponent component : record.getRecordComponents()) {
      properties.set(component.getName(), property(component));
      if (isRequired(component)) {
        required.add(component.getName());
      }
    }
    if (!required.isEmpty()) {
      node.set("required", required);
    }
    return node;
  }

  private static boolean isRequired(RecordComponent component) {
    return component.getType() != Optional.class && key(component).ifAbsent().isEmpty();
  }

  private static ObjectNode property(RecordComponent component) {
    Key key = key(component);
    ObjectNode node = MAPPER.createObjectNode().put("description", key.value());
    boolean optional = component.getType() == Optional.class;
    Type type = component.getGenericType();
    node.setAll(value(optional ? argument(type) : type, key));
    if (!key.ifAbsent().isEmpty()) {
      node.set("default", MAPPER.readTree(key.ifAbsent()));
    }
    return node;
  }

  private static ObjectNode value(Type type, Key key) {
    ObjectNode node = MAPPER.createObjectNode();
    if (type instanceof ParameterizedType) {
      return list(node, value(argument(type), key), key);
    }
    if (type == String.class) {
      return key.pattern().isEmpty()
          ? node.put("type", "string")
          : node.put("type", "string").put("pattern", "^(?:" + key.pattern() + ")$");
    }
    if (type == int.class || type == Integer.class) {
      return integer(node.put("type", "integer"), key);
    }
    if (type == boolean.class) {
      return node.put("type", "boolean");
    }
    if (type == FileReference.class) {
      return node.put("type", "string").put("minLength", 1);
    }
    if (type == GuestAddress.class) {
      return node.put("type", "string").put("pattern", GuestAddress.PATTERN);
    }
    if (type == MacAddress.class) {
      return node.put("type", "string").put("pattern", MacAddress.PATTERN);
    }
    if (type == HostEndpoint.class) {
      return node.put("type", "string").put("pattern", HostEndpoint.PATTERN);
    }
    if (type == NetworkAddress.class) {
      return node.put("type", "string").put("pattern", NetworkAddress.PATTERN);
    }
    if (type == PortConnection.class) {
      return node.put("type", "string").put("pattern", PortConnection.PATTERN);
    }
    if (type instanceof Class<?> constants && constants.isEnum()) {
      ArrayNode names = node.put("type", "string").putArray("enum");
      for (Object constant : constants.getEnumConstants()) {
        names.add(RecordBinder.jsonName(constant));
      }
      return node;
    }
    return type == MemorySize.class ? size(node, key) : object((Class<?>) type);
  }

  private static ObjectNode list(ObjectNode node, ObjectNode element, Key key) {
    if (!key.orOne()) {
      return node.put("type", "array").set("items", element);
    }
    ArrayNode forms = node.putArray("anyOf");
    forms.add(element);
    forms.addObject().put("type", "array").set("items", element);
    return node;
  }

  private static ObjectNode integer(ObjectNode node, Key key) {
    if (key.oneOf().length == 0) {
      return node.put("minimum", key.min()).put("maximum", key.max());
    }
    ArrayNode choices = node.putArray("enum");
    Arrays.stream(key.oneOf()).forEach(choices::add);
    return node;
  }

  private static ObjectNode size(ObjectNode node, Key key) {
    ArrayNode forms = node.putArray("anyOf");
    forms.addObject().put("type", "integer").put("minimum", key.min());
    forms.addObject().put("type", "string").put("pattern", MemorySize.PATTERN);
    return node;
  }

  private static Key key(RecordComponent component) {
    return component.getAnnotation(Key.class);
  }

  private static Type argument(Type type) {
    return ((ParameterizedType) type).getActualTypeArguments()[0];
  }
}
