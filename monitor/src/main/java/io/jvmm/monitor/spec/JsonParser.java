package io.jvmm.monitor.spec;

import io.jvmm.monitor.spec.Json.JsonArray;
import io.jvmm.monitor.spec.Json.JsonBoolean;
import io.jvmm.monitor.spec.Json.JsonInteger;
import io.jvmm.monitor.spec.Json.JsonObject;
import io.jvmm.monitor.spec.Json.JsonOther;
import io.jvmm.monitor.spec.Json.JsonString;
import io.jvmm.monitor.spec.Json.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/** Parses JSON into values that remember their lines; a repeated key is a problem, not a choice. */
final class JsonParser {
  private final tools.jackson.core.JsonParser tokens;
  private final Problems problems;

  private JsonParser(tools.jackson.core.JsonParser tokens, Problems problems) {
    this.tokens = tokens;
    this.problems = problems;
  }

  /** Parses a text; what is not JSON becomes a problem and a value of no kind. */
  static Json parse(String text, Problems problems) {
    Place root = new Place(1, "$");
    try (var tokens = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
      JsonToken first = tokens.nextToken();
      if (first == null) {
        problems.add(root, "the file is empty: write a JSON object");
        return new JsonOther(root, "nothing");
      }
      Json value = new JsonParser(tokens, problems).value(first, "$");
      if (tokens.nextToken() != null) {
        problems.add(new Place(line(tokens.currentTokenLocation()), "$"), "text after the end");
      }
      return value;
    } catch (StreamReadException e) {
      problems.add(
          new Place(line(e.getLocation()), "$"), "this is not JSON: " + e.getOriginalMessage());
      return new JsonOther(root, "no JSON");
    }
  }

  private Json value(JsonToken token, String path) {
    Place place = new Place(line(tokens.currentTokenLocation()), path);
    return switch (token) {
      case START_OBJECT -> object(place);
      case START_ARRAY -> array(place);
      case VALUE_STRING -> new JsonString(place, tokens.getString());
      case VALUE_TRUE, VALUE_FALSE -> new JsonBoolean(place, token == JsonToken.VALUE_TRUE);
      case VALUE_NUMBER_INT -> integer(place);
      case VALUE_NUMBER_FLOAT -> new JsonOther(place, "a fraction");
      case VALUE_NULL -> new JsonOther(place, "null");
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("a JSON value cannot start with " + token);
    };
  }

  private Json integer(Place place) {
    return switch (tokens.getNumberType()) {
      case INT, LONG -> new JsonInteger(place, tokens.getLongValue());
      case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> new JsonOther(place, "a number past 64 bits");
    };
  }

  private JsonObject object(Place place) {
    SequencedMap<String, Json> members = new LinkedHashMap<>();
    while (tokens.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = tokens.currentName();
      Json value = value(tokens.nextToken(), place.path() + "." + key);
      if (members.putIfAbsent(key, value) != null) {
        problems.add(value.place(), "this key stands here twice: remove one");
      }
    }
    return new JsonObject(place, members);
  }

  private JsonArray array(Place place) {
    List<Json> elements = new ArrayList<>();
    for (JsonToken token = tokens.nextToken();
        token != JsonToken.END_ARRAY;
        token = tokens.nextToken()) {
      elements.add(value(token, "%s[%d]".formatted(place.path(), elements.size())));
    }
    return new JsonArray(place, elements);
  }

  private static int line(TokenStreamLocation location) {
    return Math.max(1, location.getLineNr());
  }
}
