package io.jvmm.load.disk.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jvmm.load.disk.fs.RegularFile;
import io.jvmm.load.disk.testkit.MemoryFileSystem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BootMenuTest {
  private final BootMenu menu =
      new BootMenu(List.of(entry("Debian", "deb"), entry("Rescue\u001b[2J", "7")), 1);

  private static BootEntry entry(String title, String id) {
    RegularFile file = MemoryFileSystem.nameless().file("/k", "k").file("/k").orElseThrow();
    return new BootEntry(title, id, "here", new BootFile("/k", file), List.of(), "ro", List.of());
  }

  @Test
  void theTextNumbersTheEntriesAndMarksTheDefault() {
    assertThat(menu.text().lines()).containsExactly("   1  Debian", "*  2  Rescue\ufffd[2J");
  }

  @ParameterizedTest
  @CsvSource({"1, deb", "2, 7", "'', 7", "'  ', 7", "' 1 ', deb", "Debian, deb", "deb, deb"})
  void anAnswerIsANumberAnIdOrATitle(String answer, String id) {
    assertThat(menu.choose(answer).orElseThrow().id()).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "3", "7", "-1", "debian", "99999999999"})
  void anyOtherAnswerIsNone(String answer) {
    assertThat(menu.choose(answer)).isEmpty();
  }

  @Test
  void aMenuHasADefault() {
    assertThat(menu.defaultEntry().id()).isEqualTo("7");
    assertThatIllegalArgumentException().isThrownBy(() -> new BootMenu(List.of(), 0));
  }
}
