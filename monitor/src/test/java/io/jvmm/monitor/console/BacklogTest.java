package io.jvmm.monitor.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private final Backlog backlog = new Backlog();

  @Test
  void whatWasAddedIsTakenOnceInItsOrder() {
    add("log");
    add("in: ");

    assertThat(take()).isEqualTo("login: ");
    assertThat(take()).isEmpty();
  }

  @Test
  void theOldestMakesRoomForTheLatest() {
    add("old");
    add("x".repeat(Backlog.CAPACITY - 1));
    add("n");

    assertThat(take()).hasSize(Backlog.CAPACITY).startsWith("x").endsWith("xn");
  }

  private void add(String text) {
    backlog.add(ByteBuffer.wrap(text.getBytes(US_ASCII)));
  }

  private String take() {
    return US_ASCII.decode(backlog.take()).toString();
  }
}
