package io.jvmm.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.jvmm.http.TestClient.Response;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client that knows nothing of the API but its document. It calls operations by their names, and
 * holds each answer to what the document says of it.
 */
final class DocumentedClient {
  private final TestClient client;
  private final JsonNode document;
  private final Map<String, Operation> operations = new TreeMap<>();

  private record Operation(String method, String path, JsonNode description) {}

  DocumentedClient(TestClient client) throws IOException {
    this.client = client;
    this.document = client.get("/openapi.json").json();
    document
        .path("paths")
        .properties()
        .forEach(path -> path.getValue().properties().forEach(each -> add(path.getKey(), each)));
  }

  private void add(String path, Map.Entry<String, JsonNode> operation) {
    JsonNode description = operation.getValue();
    operations.put(
        description.path("operationId").asString(""),
        new Operation(operation.getKey(), path, description));
  }

  JsonNode document() {
    return document;
  }

  /** The names of what can be asked. */
  Iterable<String> operations() {
    return operations.keySet();
  }

  /** Calls an operation that takes no body, about a machine; answers are checked. */
  Response call(String operation, String machine) throws IOException {
    return call(operation, machine, "", Optional.empty());
  }

  /** Calls an operation, with a query and a body; answers are checked. */
  Response call(String id, String machine, String query, Optional<String> body) throws IOException {
    Operation operation = Objects.requireNonNull(operations.get(id), id);
    assertThat(operation.description().has("requestBody")).as(id).isEqualTo(body.isPresent());
    String path = operation.path().replace("{name}", machine) + query;
    Response response =
        body.isPresent()
            ? client.post(path, body.get())
            : client.send(
                operation.method().toUpperCase(Locale.ROOT), path, "Content-Length: 0\r\n");
    check(id, operation, response);
    return response;
  }

  private void check(String id, Operation operation, Response response) {
    JsonNode documented = operation.description().path("responses").path("" + response.status());
    assertThat(documented.isObject()).as("%s documents %s", id, response).isTrue();
    JsonNode contents = documented.path("content");
    if (contents.isMissingNode()) {
      assertThat(response.body()).as(id).isEmpty();
      return;
    }
    JsonNode content = contents.path(response.mediaType());
    assertThat(content.isObject()).as("%s documents %s", id, response).isTrue();
    if (response.mediaType().endsWith("json")) {
      assertValid(id, content.path("schema"), response.json());
    }
  }

  private void assertValid(String id, JsonNode schema, JsonNode body) {
    ObjectNode whole = ((ObjectNode) schema).deepCopy();
    whole.set("components", document.path("components")); // what references lead to
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(whole)
                .validate(body))
        .as("%s: %s", id, body)
        .isEmpty();
  }
}
