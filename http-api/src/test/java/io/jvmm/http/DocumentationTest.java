package io.jvmm.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.http.api.Routes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentationTest {
  @Test
  void everyRouteHasALineInTheManualAndNoOtherHas(@TempDir Path directory) throws IOException {
    try (TestSite site = new TestSite(directory)) {
      List<String> routes =
          Routes.of(site.service()).stream().map(route -> "| `" + route + "` |").toList();

      assertThat(lines()).containsExactlyInAnyOrderElementsOf(routes);
    }
  }

  /** The start of each line of the table. */
  private static List<String> lines() throws IOException {
    return Files.readAllLines(Path.of("../docs/http-api.md")).stream()
        .filter(line -> line.matches("\\| `(GET|POST|DELETE) .*"))
        .map(line -> line.substring(0, line.indexOf('|', 1) + 1))
        .toList();
  }
}
