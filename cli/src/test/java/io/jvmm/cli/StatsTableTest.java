package io.jvmm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class StatsTableTest {
  private static final long SECOND = 1_000_000_000;

  private static StatsSample sample(long seconds, int boots, double cpu, int count) {
    String report =
        """
        {"state": "running", "boots": %1$d,
         "process": {"number": 7, "cpuSeconds": %2$s, "residentBytes": 104857600},
         "vcpus": [{"exits": {"mmio-read": %3$d, "mmio-write": %3$d}}, {"exits": {}}],
         "networks": [{"received": %3$d, "transmitted": 0}],
         "disks": [{"bytesRead": 4096, "bytesWritten": 0}, {"bytesRead": %3$d, "bytesWritten": 0}]}
        """
            .formatted(boots, cpu, count);
    return new StatsSample("a", seconds * SECOND, new JsonMapper().readTree(report));
  }

  @Test
  void ratesAreOfTheTimeBetweenTwoSamples() {
    String table = StatsTable.of(Map.of("a", sample(10, 1, 1, 0)), List.of(sample(12, 1, 2, 2048)));

    assertThat(table)
        .isEqualToNormalizingNewlines(
            """
            NAME  STATE    CPU%  MEMORY  EXITS/s  READ/s  WRITE/s  RX/s  TX/s
            a     running  50.0  100.0M  2048     1.0K    0        1024  0
            """);
  }

  @Test
  void theFirstSampleHasNoRates() {
    assertThat(StatsTable.of(Map.of(), List.of(sample(12, 1, 2, 2048))))
        .containsPattern("a +running +- +100.0M +- +- +- +- +-");
  }

  @Test
  void aGuestThatWasStartedAgainHasNone() {
    assertThat(StatsTable.of(Map.of("a", sample(10, 1, 1, 0)), List.of(sample(12, 2, 2, 0))))
        .containsPattern("a +running +- +100.0M");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "999, 999", "1000, 1.0K", "1536, 1.5K", "1073741824, 1.0G", "1e13, 9.1T"})
  void bytesAreShort(double bytes, String text) {
    assertThat(StatsTable.bytes(bytes)).isEqualTo(text);
  }
}
