package io.jvmm.cli.manual;

import io.jvmm.cli.manual.Page.Entry;
import io.jvmm.cli.manual.Page.Passage;
import io.jvmm.cli.manual.Page.Passage.Examples;
import io.jvmm.cli.manual.Page.Passage.Paragraph;
import io.jvmm.cli.manual.Page.Word;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a page with the macros of man(7), for section 1. */
public final class ManPage {
  private final Page page;
  private final List<Page> related;
  private final StringBuilder text = new StringBuilder();

  private ManPage(Page page, List<Page> related) {
    this.page = page;
    this.related = related;
  }

  /**
   * The whole page.
   *
   * @param related the pages that it ends with a reference to
   */
  public static String of(Page page, List<Page> related) {
    return new ManPage(page, related).write();
  }

  /** The name of a page's file. */
  public static String file(Page page) {
    return page.file() + ".1";
  }

  private String write() {
    line(".TH " + page.file().toUpperCase(Locale.ROOT) + " 1 \"\" jvmm \"jvmm manual\"");
    line(".SH NAME");
    line(Roff.literal(page.file()) + " \\- " + Roff.prose(page.summary()));
    line(".SH SYNOPSIS");
    line(".nh\n.ad l\n.HP");
    line(
        Stream.concat(Stream.of(bold(page.name())), page.synopsis().stream().map(ManPage::word))
            .collect(Collectors.joining("\n")));
    line(".ad b\n.hy");
    paragraphs();
    entries("COMMANDS", page.commands().stream().map(ManPage::command).toList());
    entries("ARGUMENTS", page.parameters());
    entries("OPTIONS", page.options());
    entries("EXIT STATUS", page.exitStatuses());
    examples();
    seeAlso();
    return text.toString();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private static String bold(String literal) {
    return "\\fB" + Roff.literal(literal) + "\\fR";
  }

  private static String italic(String value) {
    return "\\fI" + Roff.literal(value) + "\\fR";
  }

  /** Its own spaces do not end a line, and its full stops no sentence. */
  private static String word(Word word) {
    String literal = word.literal().isEmpty() ? "" : bold(word.literal());
    String value = word.value().isEmpty() ? "" : italic(word.value());
    String space = literal.isEmpty() || value.isEmpty() ? "" : "\\ ";
    return word.before() + literal + space + value + word.after() + "\\&";
  }

  private static Entry command(Page command) {
    return new Entry(List.of(command.name()), "", command.summary());
  }

  private void entries(String title, List<Entry> entries) {
    if (!entries.isEmpty()) {
      line(".SH " + title);
      entries.forEach(this::entry);
    }
  }

  private void entry(Entry entry) {
    line(".TP");
    String value = entry.value().isEmpty() ? "" : italic(entry.value());
    line(
        entry.names().isEmpty()
            ? value
            : entry.names().stream()
                .map(name -> value.isEmpty() ? bold(name) : bold(name) + " " + value)
                .collect(Collectors.joining(", ")));
    line(Roff.prose(entry.meaning()));
  }

  private void paragraphs() {
    List<String> paragraphs =
        page.passages().stream()
            .flatMap(each -> each instanceof Paragraph(String one) ? Stream.of(one) : Stream.of())
            .toList();
    if (!paragraphs.isEmpty()) {
      line(".SH DESCRIPTION");
      line(paragraphs.stream().map(Roff::prose).collect(Collectors.joining("\n.PP\n")));
    }
  }

  private void examples() {
    List<String> lines = page.passages().stream().flatMap(ManPage::examples).toList();
    if (!lines.isEmpty()) {
      line(".SH EXAMPLES\n.EX");
      lines.forEach(each -> line(Roff.literal(each)));
      line(".EE");
    }
  }

  private static Stream<String> examples(Passage passage) {
    return passage instanceof Examples(List<String> lines) ? lines.stream() : Stream.of();
  }

  private void seeAlso() {
    if (!related.isEmpty()) {
      line(".SH SEE ALSO");
      line(
          related.stream()
              .map(each -> bold(each.file()) + "(1)")
              .collect(Collectors.joining(",\n")));
    }
  }
}
