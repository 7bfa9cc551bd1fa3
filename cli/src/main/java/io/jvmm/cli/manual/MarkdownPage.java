package io.jvmm.cli.manual;

import io.jvmm.cli.manual.Page.Entry;
import io.jvmm.cli.manual.Page.Passage;
import io.jvmm.cli.manual.Page.Passage.Examples;
import io.jvmm.cli.manual.Page.Passage.Paragraph;
import io.jvmm.cli.manual.Page.Word;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a page in GitHub's Markdown. */
public final class MarkdownPage {
  private static final int WIDTH = 96;

  private final Page page;
  private final StringBuilder text = new StringBuilder();

  private MarkdownPage(Page page) {
    this.page = page;
  }

  /** The whole page. */
  public static String of(Page page) {
    return new MarkdownPage(page).write();
  }

  /** The name of a page's file. */
  public static String file(Page page) {
    return page.name().contains(" ") ? page.file() + ".md" : "README.md"; // the index
  }

  private String write() {
    text.append("<!-- Generated from the command's own help by ./dev docs -->\n");
    text.append("# ").append(page.name()).append("\n\n");
    text.append(prose(page.summary())).append("\n\n");
    text.append("```\n").append(synopsis()).append("```\n");
    page.passages().forEach(this::write);
    table("Commands", "command", page.commands().stream().map(MarkdownPage::command));
    table("Arguments", "argument", page.parameters().stream().map(MarkdownPage::row));
    table("Options", "option", page.options().stream().map(MarkdownPage::row));
    table("Exit status", "status", page.exitStatuses().stream().map(MarkdownPage::row));
    return text.toString();
  }

  private String synopsis() {
    List<String> words = page.synopsis().stream().map(Word::text).toList();
    String indent = " ".repeat(page.name().length());
    StringBuilder lines = new StringBuilder();
    StringBuilder line = new StringBuilder(page.name());
    for (String word : words) {
      if (line.length() + 1 + word.length() > WIDTH) {
        lines.append(line).append('\n');
        line = new StringBuilder(indent);
      }
      line.append(' ').append(word);
    }
    return lines.append(line).append('\n').toString();
  }

  private void write(Passage passage) {
    text.append('\n');
    switch (passage) {
      case Paragraph(String sentences) -> text.append(prose(sentences)).append('\n');
      case Examples(List<String> lines) ->
          text.append("```\n").append(String.join("\n", lines)).append("\n```\n");
    }
  }

  private void table(String title, String head, Stream<String> rows) {
    String body = rows.collect(Collectors.joining());
    if (!body.isEmpty()) {
      text.append("\n## ").append(title).append("\n\n| ").append(head);
      text.append(" | meaning |\n| --- | --- |\n").append(body);
    }
  }

  private static String command(Page command) {
    return "| [%s](%s) | %s |\n".formatted(command.name(), file(command), cell(command.summary()));
  }

  private static String row(Entry entry) {
    String value = entry.value().isEmpty() ? "" : " " + entry.value();
    String names =
        entry.names().isEmpty()
            ? "`" + entry.value() + "`"
            : entry.names().stream()
                .map(name -> "`" + name + value + "`")
                .collect(Collectors.joining(", "));
    return "| %s | %s |\n".formatted(names, cell(entry.meaning()));
  }

  private static String cell(String text) {
    return prose(text).replace("|", "\\|");
  }

  /** What Markdown or HTML would take for their own. */
  private static String prose(String text) {
    return text.replaceAll("[\\\\`*_<\\[]", "\\\\$0");
  }
}
