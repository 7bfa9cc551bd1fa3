package io.jvmm.monitor.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InputGateTest {
  @Test
  void withoutATextItIsOpen() {
    assertThat(new InputGate(Optional.empty()).isOpen()).isTrue();
  }

  @Test
  void itOpensWhenTheTextWasPrinted() {
    InputGate gate = new InputGate(Optional.of("# "));

    print(gate, "booting #1\n");
    assertThat(gate.isOpen()).isFalse();

    print(gate, "root@debian:~# ");
    assertThat(gate.isOpen()).isTrue();
  }

  @Test
  void aTextSplitOverManyWritesIsFound() {
    InputGate gate = new InputGate(Optional.of("login: "));

    for (char each : "xlogin: ".toCharArray()) {
      print(gate, String.valueOf(each));
    }

    assertThat(gate.isOpen()).isTrue();
  }

  @Test
  void aTextThatStartsAgainWithinItselfIsFound() {
    InputGate gate = new InputGate(Optional.of("aab"));

    print(gate, "aaab");

    assertThat(gate.isOpen()).isTrue();
  }

  @Test
  void closedAgainItWaitsForTheTextAgain() {
    InputGate gate = new InputGate(Optional.of("# "));
    print(gate, "# ");

    gate.close();
    assertThat(gate.isOpen()).isFalse();

    print(gate, "# ");
    assertThat(gate.isOpen()).isTrue();
  }

  private static void print(InputGate gate, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    gate.printed(ByteBuffer.wrap(bytes));
  }
}
