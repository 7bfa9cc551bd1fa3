package io.jvmm.monitor.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChoiceListTest {
  private static final String UP = "\033[A";
  private static final String DOWN = "\033[B";
  private static final Terminal.Size SCREEN = new Terminal.Size(80, 25);

  private final ChoiceList three = new ChoiceList(List.of("one", "two", "three"), 1);

  @Test
  void startsAtTheSelectedEntry() {
    assertThat(three.selected()).isEqualTo(1);
  }

  @Test
  void arrowsMoveAndStopAtTheEnds() {
    assertThat(selectedAfter(three, UP)).isZero();
    assertThat(selectedAfter(three, UP)).isZero();
    assertThat(selectedAfter(three, DOWN + DOWN)).isEqualTo(2);
    assertThat(selectedAfter(three, DOWN)).isEqualTo(2);
  }

  @Test
  void arrowsOfATerminalInApplicationModeMoveToo() {
    assertThat(selectedAfter(three, "\033OB")).isEqualTo(2);
  }

  @Test
  void arrowsWithModifiersAndOtherFunctionKeysDoNotChoose() {
    assertThat(selectedAfter(three, "\033[1;5A\033[15~\033x")).isZero();
  }

  @ParameterizedTest
  @CsvSource({"3, 2", "1, 0", "12, 11", "19, 8", "0, 4", "120, 11", "1x2, 1"})
  void aNumberSelectsItsEntryDigitByDigit(String typed, int place) {
    ChoiceList twelve = new ChoiceList(names(12), 4);

    assertThat(selectedAfter(twelve, typed)).isEqualTo(place);
  }

  @Test
  void onlyEnterChooses() {
    assertThat(three.typed((byte) '1')).isFalse();
    assertThat(three.typed((byte) '\r')).isTrue();
    assertThat(three.typed((byte) '\n')).isTrue();
  }

  @Test
  void isDrawnWithTheSelectedEntryInReverse() {
    assertThat(three.draw(SCREEN, "choose"))
        .isEqualTo(
            "  1  one\033[K\r\n\033[7m  2  two\033[m\033[K\r\n  3  three\033[K\r\nchoose\033[K");
  }

  @Test
  void goesBackToItsFirstLineToBeDrawnAgain() {
    assertThat(three.rewind(25)).isEqualTo("\r\033[3A");
  }

  @Test
  void aLongListShowsWhatIsAroundTheSelectedEntry() {
    ChoiceList many = new ChoiceList(names(40), 20);

    assertThat(many.draw(new Terminal.Size(80, 6), "choose"))
        .contains("entry 19", "entry 20", "entry 21")
        .doesNotContain("entry 17", "entry 23")
        .hasLineCount(5);
  }

  @Test
  void aNarrowScreenCutsWhatDoesNotFitOnALine() {
    assertThat(three.draw(new Terminal.Size(8, 25), "choose an entry"))
        .contains("  3  th\033[K", "choose \033[K");
  }

  @Test
  void noKeysAndNoScreenBreakIt() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
    for (int i = 0; i < 20_000; i++) {
      int length = random.nextInt(1, 30);
      ChoiceList list = new ChoiceList(names(length), random.nextInt(length));
      byte[] keys = new byte[random.nextInt(12)];
      random.nextBytes(keys);

      selectedAfter(list, new String(keys, StandardCharsets.ISO_8859_1));

      Terminal.Size size = new Terminal.Size(random.nextInt(1, 90), random.nextInt(1, 40));
      assertThat(list.selected()).isBetween(0, length - 1);
      assertThat(list.draw(size, "choose")).hasLineCount(list.height(size.rows()));
    }
  }

  private static int selectedAfter(ChoiceList list, String keys) {
    for (byte key : keys.getBytes(StandardCharsets.ISO_8859_1)) {
      list.typed(key);
    }
    return list.selected();
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "entry " + i).toList();
  }
}
