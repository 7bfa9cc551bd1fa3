package io.jvmm.mmio.insn;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.mmio.insn.Decoded.Unsupported;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Holds the documentation's table to the decode table. */
class SupportTableTest {
  private static final String BEGIN = "<!-- support table: generated -->\n";
  private static final String END = "<!-- end of support table -->";

  @Test
  void theDocumentationSaysWhatIsCarriedOut() throws IOException {
    Path file = Path.of("..", "docs", "no-syndrome.md");
    String text = Files.readString(file);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    assertThat(end).as("%s needs the two marker lines", file).isGreaterThanOrEqualTo(begin);
    if (Boolean.getBoolean("jvmm.docs.update")) {
      text = text.substring(0, begin) + table() + text.substring(end);
      Files.writeString(file, text);
      end = text.indexOf(END);
    }
    assertThat(text.substring(begin, end))
        .as("%s is out of date: run the tests with -Djvmm.docs.update=true", file)
        .isEqualTo(table());
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
