package io.jvmm.cli.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jvmm.cli.manual.Page.Entry;
import io.jvmm.cli.manual.Page.Passage.Examples;
import io.jvmm.cli.manual.Page.Passage.Paragraph;
import io.jvmm.cli.manual.Page.Word;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class PageReaderTest {
  private final Page page = PageReader.read(new CommandLine(new Copy()).getCommandSpec());

  @Command(
      name = "copy",
      description = {"Copies", "100%% of a file."},
      mixinStandardHelpOptions = true,
      exitCodeList = {"0:copied", "1:not"},
      footer = {
        "",
        "It takes",
        "its time: 5% or so.",
        "",
        "Examples:",
        "  copy a b",
        "  copy -v a b",
      },
      subcommands = {Slowly.class, Secretly.class})
  static final class Copy {
    @Option(
        names = {"-l", "--level"},
        paramLabel = "N",
        description = "So well.")
    List<Integer> levels = List.of();

    @Option(names = "--to", paramLabel = "DIR", required = true, description = "There.")
    String target = "";

    @Option(names = "--really", hidden = true)
    boolean really;

    @ArgGroup Loudness loudness = new Loudness();

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "What.")
    List<String> files = List.of();

    static final class Loudness {
      @Option(names = "--loud", description = "Heard.")
      boolean loud;

      @Option(names = "--to-log", paramLabel = "FILE", description = "Written.")
      String log = "";
    }
  }

  @Command(name = "slowly", aliases = "lento", description = "Copies slowly.")
  static final class Slowly {}

  @Command(name = "secretly", hidden = true)
  static final class Secretly {}

  @Test
  void theSynopsisHasWhatCanBeTyped() {
    assertThat(page.synopsis().stream().map(Word::text).collect(Collectors.joining(" ")))
        .isEqualTo("[-l N]... --to DIR [--loud | --to-log FILE] [FILE]... COMMAND");
  }

  @Test
  void optionsThatAllCommandsHaveComeLast() {
    assertThat(page.options())
        .extracting(option -> option.names().getLast())
        .containsExactlyInAnyOrder("--level", "--to", "--loud", "--to-log", "--help", "--version")
        .endsWith("--help", "--version");
  }

  @Test
  void linesBelowTheOptionsAreParagraphsAndExamples() {
    assertThat(page.passages())
        .containsExactly(
            new Paragraph("It takes its time: 5% or so."),
            new Examples(List.of("copy a b", "copy -v a b")));
  }

  @Test
  void itsOwnExitStatusesTakeThePlaceOfTheUsual() {
    assertThat(page.exitStatuses())
        .extracting(Entry::names, Entry::meaning)
        .containsExactly(tuple(List.of("0"), "copied"), tuple(List.of("1"), "not"));
    assertThat(page.commands().getFirst().exitStatuses()).isEqualTo(Page.USUAL_STATUSES);
  }

  @Test
  void aCommandWithAnAliasIsThereOnceAndAHiddenOneIsNot() {
    assertThat(page.all()).extracting(Page::name).containsExactly("copy", "copy slowly");
  }

  @Test
  void textsAreFormattedAsOnATerminal() {
    assertThat(page.summary()).isEqualTo("Copies 100% of a file.");
  }
}
