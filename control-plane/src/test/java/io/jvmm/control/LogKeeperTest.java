package io.jvmm.control;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogKeeperTest {
  private final Path log;
  private final Path old;

  LogKeeperTest(@TempDir Path directory) {
    log = directory.resolve("console.log");
    old = directory.resolve("console.log.old");
  }

  @Test
  void aLogThatIsSmallIsLeftAlone() throws IOException {
    Files.writeString(log, "small");

    rotate();

    assertThat(log).hasContent("small");
    assertThat(old).doesNotExist();
  }

  @Test
  void aLogThatIsLargeBecomesTheOldOneAndWhoeverAppendsGoesOn() throws IOException {
    try (OutputStream writer =
        Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      writer.write("0123456789".getBytes(US_ASCII));
      rotate();
      writer.write("after".getBytes(US_ASCII));
    }

    assertThat(old).hasContent("0123456789");
    assertThat(log).hasContent("after");
  }

  @Test
  void aFollowerStartsOverWithALogThatWasBegunAnew() throws IOException {
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    LogFollower follower = new LogFollower(log, seen);
    follower.copy();
    Files.writeString(log, "0123456789");
    follower.copy();
    rotate();
    Files.writeString(log, "after");
    follower.copy();

    assertThat(seen).hasToString("0123456789after");
  }

  private void rotate() throws IOException {
    try (LogKeeper keeper = LogKeeper.of(log)) {
      keeper.rotate(10);
    }
  }
}
