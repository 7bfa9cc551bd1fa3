package io.jvmm.http.server;

import io.jvmm.http.api.Call;
import io.jvmm.http.api.Parameter;
import io.jvmm.http.api.Refusal;
import io.jvmm.http.api.Route;
import io.jvmm.http.api.Router.Match;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes calls of requests. */
final class RequestReader {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private RequestReader() {}

  /**
   * Reads a request to its end.
   *
   * @throws Refusal if it is not what the route takes
   */
  static Call call(Request request, Match match) {
    Route route = match.route();
    return new Call(
        match.path(),
        query(request, route),
        body(request, route),
        Optional.ofNullable(request.getHeaders().get(HttpHeader.RANGE)));
  }

  private static Map<String, String> query(Request request, Route route) {
    Map<String, Parameter> known =
        route.parameters().stream().collect(Collectors.toMap(Parameter::name, each -> each));
    Map<String, String> query = new TreeMap<>();
    for (Fields.Field field : fields(request)) {
      Parameter parameter = known.get(field.getName());
      if (parameter == null) {
        throw new Refusal(400, "%s knows no parameter '%s'".formatted(route, field.getName()));
      }
      if (field.hasMultipleValues() || !parameter.accepts(field.getValue())) {
        throw new Refusal(
            400, "parameter '%s' takes one value: %s".formatted(parameter.name(), parameter));
      }
      query.put(parameter.name(), field.getValue());
    }
    return query;
  }

  private static Fields fields(Request request) {
    try {
      return Request.extractQueryParameters(request);
    } catch (RuntimeException e) { // as each version of the library has its own
      throw new Refusal(400, "the query is not as application/x-www-form-urlencoded has it");
    }
  }

  private static Optional<JsonNode> body(Request request, Route route) {
    if (route.body().isEmpty()) {
      requireNone(request, route);
      return Optional.empty();
    }
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    if (type == null
        || !"application/json".equalsIgnoreCase(MimeTypes.getContentTypeWithoutCharset(type))) {
      throw new Refusal(415, "send JSON: Content-Type: application/json");
    }
    return Optional.of(parse(bytes(request)));
  }

  private static void requireNone(Request request, Route route) {
    if (request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)) {
      throw new Refusal(400, route + " takes no body");
    }
  }

  private static byte[] bytes(Request request) {
    if (request.getLength() > Route.BODY_LIMIT) {
      throw tooLarge();
    }
    try (InputStream in = Content.Source.asInputStream(request)) {
      byte[] bytes = in.readNBytes(Route.BODY_LIMIT + 1);
      if (bytes.length > Route.BODY_LIMIT) {
        throw tooLarge();
      }
      return bytes;
    } catch (IOException e) {
      throw new Refusal(400, "the body did not arrive as its headers said");
    }
  }

  private static Refusal tooLarge() {
    return new Refusal(413, "the body has more than %d bytes".formatted(Route.BODY_LIMIT));
  }

  private static JsonNode parse(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (JacksonException e) {
      throw new Refusal(400, "this is no JSON: " + e.getOriginalMessage());
    }
  }
}
