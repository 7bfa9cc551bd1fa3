package io.jvmm.cli.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.cli.manual.Page.Entry;
import io.jvmm.cli.manual.Page.Passage.Examples;
import io.jvmm.cli.manual.Page.Passage.Paragraph;
import io.jvmm.cli.manual.Page.Word;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageWritersTest {
  private static final Page PAGE =
      new Page(
          "jvmm copy",
          "Copy a file.",
          List.of(new Word("[", "--to", "DIR", "]"), new Word("", "", "FILE", "")),
          List.of(new Entry(List.of(), "FILE", "A file, or -.")),
          List.of(new Entry(List.of("-t", "--to"), "DIR", "There: a|b, *.img.")),
          List.of(),
          List.of(
              new Paragraph(".profile isn't copied: --to-day's C:\\ neither…"),
              new Examples(List.of("jvmm copy -t ~ 'a-b'"))),
          List.of());

  @Test
  void markdownHasItsOwnCharactersEscaped() {
    assertThat(MarkdownPage.of(PAGE))
        .contains("| `-t DIR`, `--to DIR` | There: a\\|b, \\*.img. |")
        .contains("```\njvmm copy [--to DIR] FILE\n```")
        .contains("```\njvmm copy -t ~ 'a-b'\n```");
  }

  @Test
  void aManualPageHasTheSectionsThatItsReadersExpect() {
    assertThat(ManPage.of(PAGE, List.of(PAGE)).lines().filter(line -> line.startsWith(".SH")))
        .containsExactly(
            ".SH NAME",
            ".SH SYNOPSIS",
            ".SH DESCRIPTION",
            ".SH ARGUMENTS",
            ".SH OPTIONS",
            ".SH EXIT STATUS",
            ".SH EXAMPLES",
            ".SH SEE ALSO");
  }

  @Test
  void whatIsTypedIsFoundInAManualPageAsItIs() {
    assertThat(ManPage.of(PAGE, List.of()))
        .contains("\njvmm copy \\-t \\(ti \\(aqa\\-b\\(aq\n")
        .contains("\\fB\\-t\\fR \\fIDIR\\fR, \\fB\\-\\-to\\fR \\fIDIR\\fR\n");
  }

  @Test
  void noSentenceIsTakenForARequestOfRoffs() {
    assertThat(ManPage.of(PAGE, List.of()))
        .contains("\n\\&.profile isn\\(aqt copied: \\-\\-to-day\\(aqs C:\\e neither\\[u2026]\n");
  }
}
