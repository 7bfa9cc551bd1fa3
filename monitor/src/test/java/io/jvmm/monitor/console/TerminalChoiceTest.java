package io.jvmm.monitor.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalChoiceTest {
  private static final long SHORT_SECOND = 1;
  private static final long LONG_SECOND = 60_000;

  private final StringBuilder screen = new StringBuilder();
  private final TerminalChoice choice =
      new TerminalChoice(
          new ChoiceList(List.of("one", "two", "three"), 1),
          3,
          new Terminal.Size(80, 25),
          screen::append);

  @Test
  void theSelectedEntryIsChosenWhenTheTimeIsOver() throws InterruptedException {
    assertThat(choice.await(() -> false, SHORT_SECOND)).isEqualTo(1);
    assertThat(screen.toString()).contains("in 3 s", "in 2 s", "in 1 s");
  }

  @Test
  void enterChoosesAtOnce() throws InterruptedException {
    choice.send(bytes("3\r"));

    assertThat(choice.await(() -> false, LONG_SECOND)).isEqualTo(2);
  }

  @Test
  void whatWasTypedBehindEnterIsForTheGuest() {
    ByteBuffer typed = bytes("1\rroot");

    assertThat(choice.send(typed)).isFalse();
    assertThat(US_ASCII.decode(typed).toString()).isEqualTo("root");
  }

  @Test
  void aKeyStopsTheClock() throws InterruptedException {
    choice.send(bytes("1"));
    int[] asked = {0};

    assertThat(choice.await(() -> ++asked[0] > 20, SHORT_SECOND)).isZero();
    assertThat(asked[0]).isGreaterThan(20);
  }

  @Test
  void nobodyWaitsForAnAnswerThatNobodyNeeds() throws InterruptedException {
    assertThat(choice.await(() -> true, LONG_SECOND)).isEqualTo(1);
  }

  @Test
  void afterTheChoiceWhatIsTypedIsForTheGuest() throws InterruptedException {
    choice.await(() -> true, LONG_SECOND);

    assertThat(choice.send(bytes("x"))).isFalse();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }
}
