package io.jvmm.mmio.insn;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import io.jvmm.mmio.insn.Decoded.Unsupported;
import io.jvmm.vmm.testkit.GeneratedTable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Holds the documentation's table to the decode table. */
class SupportTableTest {
  @Test
  void theDocumentationSaysWhatIsCarriedOut() throws IOException {
    new GeneratedTable("no-syndrome.md", "support table").requireIs(table());
  }

  private static String table() {
    Map<String, List<Encoding>> pages =
        LoadStores.encodings().stream()
            .collect(groupingBy(Encoding::page, LinkedHashMap::new, toList()));
    return "| page | forms | |\n| --- | --- | --- |\n"
        + pages.entrySet().stream()
            .map(page -> row(page.getKey(), page.getValue()))
            .collect(joining());
  }

  private static String row(String page, List<Encoding> rows) {
    String forms = rows.stream().map(Encoding::form).distinct().collect(joining("; "));
    Encoding first = rows.getFirst();
    String support =
        first.decode(first.pattern().value()) instanceof Unsupported(String reason)
            ? "refused: " + reason
            : "carried out";
    return "| %s | %s | %s |\n".formatted(page.replace("*", "\\*"), forms, support);
  }
}
