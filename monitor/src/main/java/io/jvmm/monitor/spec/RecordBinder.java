package io.jvmm.monitor.spec;

import static java.util.stream.Collectors.joining;

import io.jvmm.monitor.spec.Json.JsonArray;
import io.jvmm.monitor.spec.Json.JsonBoolean;
import io.jvmm.monitor.spec.Json.JsonInteger;
import io.jvmm.monitor.spec.Json.JsonObject;
import io.jvmm.monitor.spec.Json.JsonString;
import io.jvmm.vmm.error.InternalException;
import io.jvmm.vmm.memory.GuestAddress;
import io.jvmm.vmm.spec.FileReference;
import io.jvmm.vmm.spec.HostEndpoint;
import io.jvmm.vmm.spec.Key;
import io.jvmm.vmm.spec.MacAddress;
import io.jvmm.vmm.spec.MemorySize;
import io.jvmm.vmm.spec.NetworkAddress;
import io.jvmm.vmm.spec.PortConnection;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes records from JSON by their components' {@link Key}s. Reports every problem instead of the
 * first; a record comes out only where all of its components did.
 */
final class RecordBinder {
  private static final String SCHEMA_KEY = "$schema"; // what editors look for

  private final Problems problems;
  private final RecordCheck check;

  /** A further check of each record that could be made. */
  @FunctionalInterface
  interface RecordCheck {
    void check(Record bound, JsonObject source);
  }

  RecordBinder(Problems problems, RecordCheck check) {
    this.problems = problems;
    this.check = check;
  }

  /** The record; empty if a problem was found in it. */
  <R extends Record> Optional<R> bind(Json json, Class<R> type) {
    if (!(json instanceof JsonObject object)) {
      return mismatch(json, "an object");
    }
    reportUnknownKeys(object, type);
    List<Object> arguments = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      component(object, component).ifPresent(arguments::add);
    }
    if (arguments.size() < type.getRecordComponents().length) {
      return Optional.empty();
    }
    R bound = construct(type, arguments);
    check.check(bound, object);
    return Optional.of(bound);
  }

  private void reportUnknownKeys(JsonObject object, Class<? extends Record> type) {
    Set<String> known =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toSet());
    object
        .members()
        .forEach(
            (key, value) -> {
              boolean schema = key.equals(SCHEMA_KEY) && object.place().path().equals("$");
              if (!known.contains(key) && !schema) {
                problems.add(value.place(), unknownKey(key, known));
              }
            });
  }

  private static String unknownKey(String key, Set<String> known) {
    return Spelling.nearest(key, known)
        .map("there is no such key: did you mean '%s'?"::formatted)
        .orElseGet(
            () ->
                "there is no such key: known are "
                    + String.join(", ", known.stream().sorted().toList()));
  }

  private Optional<?> component(JsonObject object, RecordComponent component) {
    Json value = object.members().get(component.getName());
    Key key = component.getAnnotation(Key.class);
    if (value == null && !key.ifAbsent().isEmpty()) {
      value = JsonParser.parse(key.ifAbsent(), problems);
    }
    if (component.getType() == Optional.class) {
      Type inner = argument(component);
      return value == null ? Optional.of(Optional.empty()) : wrapped(value(value, inner, key));
    }
    if (value == null) {
      problems.add(
          object.place().member(component.getName()), "this key is missing: " + key.value());
      return Optional.empty();
    }
    return value(value, component.getGenericType(), key);
  }

  /** The optional value of a component, if it could be bound. */
  private static Optional<Object> wrapped(Optional<?> bound) {
    return bound.isPresent() ? Optional.of(bound) : Optional.empty();
  }

  private Optional<List<?>> list(Json json, Type element, Key key) {
    if (!(json instanceof JsonArray array)) {
      return key.orOne() ? value(json, element, key).map(List::of) : mismatch(json, "an array");
    }
    List<Object> bound = new ArrayList<>();
    array.elements().forEach(each -> value(each, element, key).ifPresent(bound::add));
    return bound.size() == array.elements().size() ? Optional.of(bound) : Optional.empty();
  }

  private Optional<?> value(Json json, Type type, Key key) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return list(json, list.getActualTypeArguments()[0], key);
    }
    if (type == String.class) {
      return json instanceof JsonString text ? text(text, key) : mismatch(json, "a text");
    }
    if (type == int.class || type == Integer.class) {
      return json instanceof JsonInteger number
          ? inRange(number, number.value(), key).map(Math::toIntExact)
          : mismatch(json, "a whole number");
    }
    if (type == boolean.class) {
      return json instanceof JsonBoolean(var _, boolean value)
          ? Optional.of(value)
          : mismatch(json, "true or false");
    }
    if (type == MemorySize.class) {
      return size(json, key);
    }
    if (type == FileReference.class) {
      return parsed(json, "a file name", FileReference::parse);
    }
    if (type == GuestAddress.class) {
      return parsed(json, "an address, such as \"0x40200000\"", GuestAddress::parse);
    }
    if (type == MacAddress.class) {
      return parsed(json, "a MAC address", MacAddress::parse);
    }
    if (type == HostEndpoint.class) {
      return parsed(json, "an address and a port", HostEndpoint::parse);
    }
    if (type == NetworkAddress.class) {
      return parsed(json, "an address and its network", NetworkAddress::parse);
    }
    if (type == PortConnection.class) {
      return parsed(json, "what a port leads to", PortConnection::parse);
    }
    if (type instanceof Class<?> constants && constants.isEnum()) {
      return choice(json, constants);
    }
    return bind(json, ((Class<?>) type).asSubclass(Record.class));
  }

  private Optional<String> text(JsonString text, Key key) {
    if (!key.pattern().isEmpty() && !text.value().matches(key.pattern())) {
      problems.add(text.place(), "'%s' does not match %s".formatted(text.value(), key.pattern()));
      return Optional.empty();
    }
    return Optional.of(text.value());
  }

  private Optional<MemorySize> size(Json json, Key key) {
    return switch (json) {
      case JsonInteger number -> inRange(number, number.value(), key).map(MemorySize::new);
      case JsonString text -> {
        try {
          MemorySize size = MemorySize.parse(text.value());
          yield inRange(json, size.bytes(), key).map(MemorySize::new);
        } catch (IllegalArgumentException e) {
          yield problem(json, e);
        }
      }
      default -> mismatch(json, "a size, such as \"512MiB\" or a number of bytes");
    };
  }

  private <T> Optional<T> parsed(Json json, String wanted, Function<String, T> parser) {
    if (!(json instanceof JsonString(var _, String text))) {
      return mismatch(json, wanted);
    }
    try {
      return Optional.of(parser.apply(text));
    } catch (IllegalArgumentException e) {
      return problem(json, e);
    }
  }

  private Optional<?> choice(Json json, Class<?> constants) {
    List<String> names =
        Arrays.stream(constants.getEnumConstants()).map(RecordBinder::jsonName).toList();
    int index = json instanceof JsonString(var _, String name) ? names.indexOf(name) : -1;
    return index >= 0
        ? Optional.of(constants.getEnumConstants()[index])
        : mismatch(json, "one of \"" + String.join("\", \"", names) + "\"");
  }

  /** How an enum's constant is written in JSON. */
  static String jsonName(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private Optional<Long> inRange(Json json, long number, Key key) {
    if (isAllowed(number, key)) {
      return Optional.of(number);
    }
    problems.add(json.place(), "%d makes no sense: write %s".formatted(number, allowed(key)));
    return Optional.empty();
  }

  private static boolean isAllowed(long number, Key key) {
    return key.oneOf().length == 0
        ? number >= key.min() && number <= key.max()
        : Arrays.stream(key.oneOf()).anyMatch(choice -> choice == number);
  }

  private static String allowed(Key key) {
    if (key.oneOf().length > 0) {
      return Arrays.stream(key.oneOf()).mapToObj(String::valueOf).collect(joining(" or "));
    }
    return key.max() == Long.MAX_VALUE
        ? "%d or more".formatted(key.min())
        : "%d to %d".formatted(key.min(), key.max());
  }

  private <T> Optional<T> mismatch(Json json, String wanted) {
    problems.add(json.place(), "this is %s, and should be %s".formatted(json.kind(), wanted));
    return Optional.empty();
  }

  private <T> Optional<T> problem(Json json, IllegalArgumentException why) {
    problems.add(json.place(), String.valueOf(why.getMessage()));
    return Optional.empty();
  }

  private static Type argument(RecordComponent component) {
    return ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
  }

  private static <R extends Record> R construct(Class<R> type, List<Object> arguments) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return type.getConstructor(types).newInstance(arguments.toArray());
    } catch (ReflectiveOperationException e) {
      throw new InternalException("cannot construct " + type, e);
    }
  }
}
