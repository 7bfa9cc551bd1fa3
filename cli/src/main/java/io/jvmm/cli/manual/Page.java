package io.jvmm.cli.manual;

import java.util.List;
import java.util.stream.Stream;

/**
 * A page of the manual: one command.
 *
 * @param name with those of the commands that it belongs to: {@code jvmm disk info}
 * @param summary a sentence
 * @param synopsis the words that may follow the name
 * @param parameters what is told by its position
 * @param options its own, then those that all commands have
 * @param statuses the exit statuses, if there are more than the usual two
 * @param passages what else there is to say
 * @param commands those that belong to it
 */
public record Page(
    String name,
    String summary,
    List<Word> synopsis,
    List<Entry> parameters,
    List<Entry> options,
    List<Entry> statuses,
    List<Passage> passages,
    List<Page> commands) {

  /** The exit statuses of a command that names none of its own. */
  public static final List<Entry> USUAL_STATUSES =
      List.of(
          new Entry(List.of("0"), "", "it did what it was asked to"),
          new Entry(List.of("4"), "", "error; standard error says what, where, and what to do"));

  /** The name in one word, as file names and manual pages have it: {@code jvmm-disk-info}. */
  public String file() {
    return name.replace(' ', '-');
  }

  /** This page, and all below it. */
  public Stream<Page> all() {
    return Stream.concat(Stream.of(this), commands.stream().flatMap(Page::all));
  }

  /** Its exit statuses, the usual ones where it has no others. */
  public List<Entry> exitStatuses() {
    return statuses.isEmpty() ? USUAL_STATUSES : statuses;
  }

  /**
   * A word of a synopsis: {@code [--accel WHERE]}.
   *
   * @param before what opens it, such as a bracket
   * @param literal what is typed as it is; may be empty
   * @param value what the user puts in; may be empty
   * @param after what closes it
   */
  public record Word(String before, String literal, String value, String after) {
    /** All of it. */
    public String text() {
      String space = literal.isEmpty() || value.isEmpty() ? "" : " ";
      return before + literal + space + value + after;
    }
  }

  /**
   * Something that has a meaning: an option, a parameter, an exit status.
   *
   * @param names all that it goes by
   * @param value what follows an option; empty if nothing does
   * @param choices what the value can be, if it is one of a few
   */
  public record Entry(List<String> names, String value, String meaning, List<String> choices) {
    Entry(List<String> names, String value, String meaning) {
      this(names, value, meaning, List.of());
    }
  }

  /** Text below the options. */
  public sealed interface Passage {
    /** Sentences. */
    record Paragraph(String text) implements Passage {}

    /** What is typed, line by line. */
    record Examples(List<String> lines) implements Passage {}
  }
}
