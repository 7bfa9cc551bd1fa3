package io.jvmm.monitor.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MemoryMapReportTest {
  @TempDir private Path directory;

  private TestKernel kernel;

  @BeforeEach
  void aKernelExists() throws IOException {
    kernel = TestKernel.in(directory);
  }

  private JsonNode report(String keys) throws IOException {
    try (Machine machine =
        MachineBuilder.buildForInspection(kernel.machine(keys), new AssumedHost(), _ -> {})) {
      return new JsonMapper().readTree(machine.memoryMap().toJson());
    }
  }

  private static JsonNode region(JsonNode report, String name) {
    List<JsonNode> found =
        report
            .path("regions")
            .valueStream()
            .filter(region -> region.path("name").asString().equals(name))
            .toList();
    assertThat(found).as("%s in %s", name, report).hasSize(1);
    return found.getFirst();
  }

  @Test
  void theTablesOfRamAreThere() throws IOException {
    JsonNode report = report("");

    assertThat(report.path("granuleBytes").asLong()).isEqualTo(4096);
    assertThat(report.path("tables").asInt()).isPositive();
    assertThat(region(report, "RAM").toString())
        .isEqualTo(
            """
            {"start":"0x40000000","bytes":67108864,"kind":"ram","name":"RAM","permissions":"rwx",\
            "memoryType":"normal write back","shareability":"inner","output":"0x40000000",\
            "blocks":[{"bytes":2097152,"count":32}]}\
            """);
  }

  @Test
  void aDeviceHasAWindowAndWhatWasDoneThere() throws IOException {
    assertThat(region(report(""), "pl011").toString())
        .isEqualTo(
            """
            {"start":"0x9000000","bytes":4096,"kind":"device","name":"pl011","reads":0,"writes":0}\
            """);
  }
}
