package io.jvmm.nested;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.provisioning.CacheDirectory;
import io.jvmm.vmm.error.ConfigurationException;
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
    ProcessHandle process = start().emulator().orElseThrow();

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

  @Test
  void eachVariantIsAHostOfItsOwn() throws IOException {
    WarmHost other = WarmHost.ofUser(new CacheDirectory(directory), Map.of("JVMM_HOST", "gicv2"));
    start();

    assertThat(other.isUp()).isFalse();
    host.down();
  }

  @Test
  void aVariantThatDoesNotExistIsRefusedWithTheNamesOfThoseThatDo() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () -> WarmHost.ofUser(new CacheDirectory(directory), Map.of("JVMM_HOST", "x86")))
        .withMessageContaining("JVMM_HOST=x86")
        .withMessageContaining("default, gicv2, a72, max");
  }

  private HostDirectory start() throws IOException {
    return new HostLauncher(new FakeEmulator(directory).thatComesUp())
        .launch(() -> HostDirectory.replace(host.path()));
  }
}
