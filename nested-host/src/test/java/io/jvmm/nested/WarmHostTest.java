package io.jvmm.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.provisioning.CacheDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmHostTest {
  @TempDir private Path directory;
  private WarmHost host;

  @BeforeEach
  void aUsersHost() {
    host = WarmHost.ofUser(new CacheDirectory(directory), Map.of());
  }

  @Test
  void aHostThatNobodyStartedIsDown() {
    assertThat(host.isUp()).isFalse();
  }

  @Test
  void aHostThatWasStartedIsFoundAgain() throws IOException {
    start();

    assertThat(WarmHost.ofUser(new CacheDirectory(directory), Map.of()).isUp()).isTrue();
    host.down();
  }

  @Test
  void endingAHostLeavesNothing() throws IOException {
    LaunchedHost launched = start();
    ProcessHandle process = launched.directory().emulator().orElseThrow();

    host.down();

    assertThat(process.isAlive()).isFalse();
    assertThat(host.path()).doesNotExist();
  }

  @Test
  void endingAHostTwiceIsNoError() throws IOException {
    start();

    host.down();
    host.down();

    assertThat(host.isUp()).isFalse();
  }

  private LaunchedHost start() throws IOException {
    return HostLauncher.detached(new FakeEmulator(directory).thatComesUp())
        .launch(() -> HostDirectory.replace(host.path()));
  }
}
