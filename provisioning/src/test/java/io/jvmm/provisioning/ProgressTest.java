package io.jvmm.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void aTerminalGetsOneLineThatIsDrawnOver() {
    TerminalProgress progress = new TerminalProgress(out, true);

    progress.update("fetching", 1_000_000, 2_000_000);
    progress.update("fetching", 2_000_000, 2_000_000);

    assertThat(printed())
        .isEqualTo(
            "\r\033[Kjvmm: [############------------] 1.0 MB of 2.0 MB  fetching"
                + "\r\033[Kjvmm: [########################] 2.0 MB of 2.0 MB  fetching\n");
  }

  @Test
  void aLogGetsALinePerPieceOfWork() {
    TerminalProgress progress = new TerminalProgress(out, false);

    progress.update("fetching", 1, 2_000_000);
    progress.update("fetching", 2_000_000, 2_000_000);
    progress.step("building");

    assertThat(printed()).isEqualTo("jvmm: fetching, 2.0 MB\njvmm: building\n");
  }

  @Test
  void aStepDoesNotBreakIntoTheLineBefore() {
    TerminalProgress progress = new TerminalProgress(out, true);

    progress.update("fetching", 1, 2);
    progress.step("building");

    assertThat(printed()).endsWith("fetching\njvmm: building\n");
  }

  @Test
  void aLineFitsTheTerminal() {
    new TerminalProgress(out, true).update("x".repeat(200), 1, 2);

    assertThat(printed()).hasSize(79 + "\r\033[K".length());
  }

  @Test
  void aFileIsNoTerminal(@TempDir Path directory) throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("1"), Path.of("/tmp/log"));
    Path terminal = Files.createSymbolicLink(directory.resolve("2"), Path.of("/dev/pts/3"));

    assertThat(StandardStream.isTerminal(link)).isFalse();
    assertThat(StandardStream.isTerminal(terminal)).isTrue();
    assertThat(StandardStream.isTerminal(directory.resolve("0"))).isFalse();
  }

  @Test
  void aptsDownloadBecomesProgress() {
    List<String> seen = new ArrayList<>();
    DownloadMonitor monitor = new DownloadMonitor(recorder(seen), "fetching", 200);

    monitor.line("Get:1 http://a trixie/main arm64 libc6 arm64 2.41 [2484 kB]");
    monitor.line("dlstatus:1:25.0000:Retrieving file 1 of 2");
    monitor.line("Fetched 10 kB in 0s");

    assertThat(seen).containsExactly("libc6 50/200");
  }

  @Test
  void aDownloadIsNotDoneBeforeItsFilesAreChecked() {
    List<String> seen = new ArrayList<>();

    new DownloadMonitor(recorder(seen), "fetching", 200).line("dlstatus:1:100.0000:done");

    assertThat(seen).containsExactly("fetching 199/200");
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static Progress recorder(List<String> seen) {
    return new Progress() {
      @Override
      public void step(String what) {
        seen.add(what);
      }

      @Override
      public void update(String what, long done, long total) {
        seen.add("%s %d/%d".formatted(what, done, total));
      }
    };
  }
}
