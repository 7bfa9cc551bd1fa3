package io.jvmm.monitor.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SpecSchemaTest {
  private static final Path SHIPPED = Path.of("..", "schema", "vm-spec.schema.json");

  private final JsonNode schema = new JsonMapper().readTree(SpecSchema.text());

  @Test
  void unknownKeysAreForbiddenAtEveryLevel() {
    assertThat(schema.at("/additionalProperties").asBoolean(true)).isFalse();
    assertThat(schema.at("/properties/boot/additionalProperties").asBoolean(true)).isFalse();
    assertThat(schema.at("/properties/disks/items/additionalProperties").asBoolean(true)).isFalse();
  }

  @Test
  void keysWithoutADefaultAreRequired() {
    assertThat(schema.at("/required"))
        .extracting(JsonNode::asString)
        .containsExactly("name", "boot");
  }

  @Test
  void rangesAndDefaultsComeFromTheRecords() {
    assertThat(schema.at("/properties/cpus/minimum").asInt()).isEqualTo(1);
    assertThat(schema.at("/properties/cpus/maximum").asInt()).isEqualTo(512);
    assertThat(schema.at("/properties/memory/default").asString()).isEqualTo("512MiB");
  }

  @Test
  void numbersOfWhichThereAreFewAreEnumerated() {
    assertThat(schema.at("/properties/disks/items/properties/blockSize/enum"))
        .extracting(JsonNode::asInt)
        .containsExactly(512, 4096);
  }

  @Test
  void aListOfListsIsAnArrayOfArrays() {
    JsonNode pinning = schema.at("/properties/cpu/properties/pinning");

    assertThat(pinning.at("/items/type").asString()).isEqualTo("array");
    assertThat(pinning.at("/items/items/type").asString()).isEqualTo("integer");
  }

  /** To renew the file: {@code ./jvmm schema > schema/vm-spec.schema.json}. */
  @Test
  void theShippedSchemaIsTheGeneratedOne() throws IOException {
    assertThat(Files.readString(SHIPPED)).isEqualTo(SpecSchema.text());
  }
}
