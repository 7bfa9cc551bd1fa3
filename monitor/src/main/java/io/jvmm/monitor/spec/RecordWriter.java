package io.jvmm.monitor.spec;

import io.jvmm.vmm.error.InternalException;
import io.jvmm.vmm.memory.GuestAddress;
import io.jvmm.vmm.spec.FileReference;
import io.jvmm.vmm.spec.HostEndpoint;
import io.jvmm.vmm.spec.MacAddress;
import io.jvmm.vmm.spec.MemorySize;
import io.jvmm.vmm.spec.NetworkAddress;
import io.jvmm.vmm.spec.PortConnection;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the specification's records as the JSON that {@link RecordBinder} reads. */
public final class RecordWriter {
  private final JsonMapper mapper = new JsonMapper();

  /** The record, and what is in it, on one line. */
  public String write(Record value) {
    return mapper.writeValueAsString(object(value));
  }

  /** The record, and what is in it, indented. */
  public String writeIndented(Record value) {
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(object(value)) + "\n";
  }

  /**
   * The record as a list for people: each value by its path in the JSON, such as {@code
   * disks[0].path}; what is empty is left out.
   */
  public SequencedMap<String, String> paths(Record value) {
    SequencedMap<String, String> paths = new LinkedHashMap<>();
    addPaths("", object(value), paths);
    return paths;
  }

  private static void addPaths(String path, JsonNode node, SequencedMap<String, String> paths) {
    if (node instanceof ObjectNode object) {
      String prefix = path.isEmpty() ? "" : path + ".";
      object.properties().forEach(each -> addPaths(prefix + each.getKey(), each.getValue(), paths));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        addPaths(path + "[" + i + "]", array.get(i), paths);
      }
    } else if (!node.asString().isEmpty()) {
      paths.put(path, node.asString());
    }
  }

  private ObjectNode object(Record value) {
    ObjectNode node = mapper.createObjectNode();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      Object content = content(component, value);
      if (content instanceof Optional<?> optional) {
        optional.ifPresent(present -> node.set(component.getName(), node(present)));
      } else {
        node.set(component.getName(), node(content));
      }
    }
    return node;
  }

  private JsonNode node(Object value) {
    return switch (value) {
      case MemorySize _,
          FileReference _,
          GuestAddress _,
          MacAddress _,
          HostEndpoint _,
          NetworkAddress _,
          PortConnection _ ->
          mapper.getNodeFactory().stringNode(value.toString());
      case Enum<?> constant -> mapper.getNodeFactory().stringNode(RecordBinder.jsonName(constant));
      case Record nested -> object(nested);
      case List<?> list -> array(list);
      default -> mapper.valueToTree(value);
    };
  }

  private ArrayNode array(List<?> values) {
    ArrayNode array = mapper.createArrayNode();
    values.forEach(value -> array.add(node(value)));
    return array;
  }

  private static Object content(RecordComponent component, Record value) {
    try {
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new InternalException("cannot read %s of a specification".formatted(component), e);
    }
  }
}
