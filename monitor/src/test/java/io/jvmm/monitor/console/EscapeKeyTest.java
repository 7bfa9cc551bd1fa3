package io.jvmm.monitor.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.monitor.console.EscapeKey.Command;
import io.jvmm.monitor.console.EscapeKey.Meaning;
import org.junit.jupiter.api.Test;

class EscapeKeyTest {
  private final EscapeKey escape = new EscapeKey();

  @Test
  void whatIsTypedGoesToTheGuest() {
    Meaning meaning = escape.typed((byte) 'q');

    assertThat(meaning.input()).isTrue();
    assertThat(meaning.value()).isEqualTo((byte) 'q');
  }

  @Test
  void theEscapeKeyItselfDoesNot() {
    assertThat(escape.typed(EscapeKey.KEY).input()).isFalse();
  }

  @Test
  void theKeyAfterItIsACommand() {
    escape.typed(EscapeKey.KEY);

    assertThat(escape.typed((byte) 'q').command()).contains(Command.QUIT);
    assertThat(escape.typed((byte) 'q').input()).isTrue();
  }

  @Test
  void pPressesThePowerButton() {
    escape.typed(EscapeKey.KEY);

    assertThat(escape.typed((byte) 'p').command()).contains(Command.POWER_BUTTON);
  }

  @Test
  void anUnknownKeyAfterItAsksForHelp() {
    escape.typed(EscapeKey.KEY);

    assertThat(escape.typed((byte) 'z').command()).contains(Command.HELP);
  }

  @Test
  void typedTwiceItGoesToTheGuestOnce() {
    escape.typed(EscapeKey.KEY);
    Meaning second = escape.typed(EscapeKey.KEY);

    assertThat(second.input()).isTrue();
    assertThat(second.value()).isEqualTo(EscapeKey.KEY);
  }
}
