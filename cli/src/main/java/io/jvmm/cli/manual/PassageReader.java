package io.jvmm.cli.manual;

import io.jvmm.cli.manual.Page.Passage;
import io.jvmm.cli.manual.Page.Passage.Examples;
import io.jvmm.cli.manual.Page.Passage.Paragraph;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the lines below a command's options, as they are laid out for a terminal: an indented line
 * is one to be typed, under a line that says "Example:" or "Examples:"; the others are paragraphs,
 * with empty lines between them.
 */
final class PassageReader {
  private static final String INDENT = "  ";

  private final List<Passage> passages = new ArrayList<>();
  private final List<String> sentence = new ArrayList<>();
  private final List<String> examples = new ArrayList<>();

  private PassageReader() {}

  static List<Passage> read(String... lines) {
    PassageReader reader = new PassageReader();
    for (String line : lines) {
      reader.add(plain(line));
    }
    reader.end();
    return reader.passages;
  }

  /** As picocli prints it: what is no format is taken as it is. */
  static String plain(String text) {
    return text.replace("%n", "\n").replace("%%", "%");
  }

  private void add(String line) {
    if (line.startsWith(INDENT)) {
      examples.add(line.substring(INDENT.length()));
    } else if (line.isBlank()) {
      end();
    } else if (!line.matches("Examples?:")) {
      sentence.add(line);
    }
  }

  private void end() {
    if (!sentence.isEmpty()) {
      passages.add(new Paragraph(String.join(" ", sentence)));
    }
    if (!examples.isEmpty()) {
      passages.add(new Examples(List.copyOf(examples)));
    }
    sentence.clear();
    examples.clear();
  }
}
