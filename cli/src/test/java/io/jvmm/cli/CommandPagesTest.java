package io.jvmm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.cli.manual.MarkdownPage;
import io.jvmm.cli.manual.Page;
import io.jvmm.cli.manual.Page.Entry;
import io.jvmm.cli.manual.Page.Passage.Examples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CommandPagesTest {
  private static final Path PAGES = Path.of("..", "docs", "cli");

  private final Page manual = ReleaseFiles.manual();

  @Test
  void thePagesAreWhatTheCommandsSayOfThemselves() throws IOException {
    Map<String, String> pages = new TreeMap<>();
    manual.all().forEach(page -> pages.put(MarkdownPage.file(page), MarkdownPage.of(page)));
    if (Boolean.getBoolean("jvmm.docs.update")) {
      write(pages);
    }

    assertThat(read()).as("docs/cli is out of date: run ./dev docs").isEqualTo(pages);
  }

  @Test
  void everyCommandShowsAnExampleOfItself() {
    assertThat(manual.all().filter(page -> examples(page).noneMatch(l -> l.contains(page.name()))))
        .extracting(Page::name)
        .isEmpty();
  }

  @Test
  void everyOptionAndArgumentIsExplainedInWholeSentences() {
    assertThat(manual.all().flatMap(page -> Stream.of(page.parameters(), page.options())))
        .flatExtracting(entries -> entries)
        .extracting(Entry::meaning)
        .allSatisfy(meaning -> assertThat(meaning).matches("(?s).+\\."));
  }

  @Test
  void everySummaryIsASentence() {
    assertThat(manual.all()).extracting(Page::summary).allMatch(text -> text.endsWith("."));
  }

  private static Stream<String> examples(Page page) {
    return page.passages().stream()
        .flatMap(each -> each instanceof Examples(List<String> lines) ? lines.stream() : null);
  }

  private static Map<String, String> read() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(PAGES)) {
      for (Path file : files.toList()) {
        found.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return found;
  }

  private static void write(Map<String, String> pages) throws IOException {
    Files.createDirectories(PAGES);
    for (String stale : read().keySet()) {
      Files.delete(PAGES.resolve(stale));
    }
    for (Map.Entry<String, String> page : pages.entrySet()) {
      Files.writeString(PAGES.resolve(page.getKey()), page.getValue());
    }
  }
}
