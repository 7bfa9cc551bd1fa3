package io.jvmm.nested;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostLauncherTest {
  @TempDir private Path directory;
  private Path hosts;
  private FakeEmulator emulator;

  @BeforeEach
  void aPlaceForHosts() throws IOException {
    hosts = Files.createDirectory(directory.resolve("hosts"));
    emulator = new FakeEmulator(directory);
  }

  @Test
  void aHostThatSaysItIsReadyIsUp() throws IOException {
    HostDirectory host = launch(emulator.thatComesUp());

    assertThat(host.emulator()).isPresent();
    new DetachedHost(host).end();
  }

  @Test
  void whatItsKernelHasReadIsNotKept() throws IOException {
    HostDirectory host = launch(emulator.thatComesUp());

    assertThat(host.initrd()).doesNotExist();
    new DetachedHost(host).end();
  }

  @Test
  void endingAHostLeavesNothing() throws IOException {
    HostDirectory host = launch(emulator.thatComesUp());
    ProcessHandle process = host.emulator().orElseThrow();

    new DetachedHost(host).end();

    assertThat(process.isAlive()).isFalse();
    assertThat(hosts).isEmptyDirectory();
  }

  @Test
  void aHostMayBeEndedTwice() throws IOException {
    HostDirectory host = launch(emulator.thatComesUp());

    new DetachedHost(host).end();
    new DetachedHost(host).end();

    assertThat(hosts).isEmptyDirectory();
  }

  @Test
  void aHostThatDiesIsReportedWithItsLastWords() throws IOException {
    QemuCommand dying = emulator.that("echo out of memory > \"$console\"; exit 1");

    assertThatThrownBy(() -> launch(dying))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("out of memory");
    assertThat(hosts).isEmptyDirectory();
  }

  @Test
  void anEmulatorThatCannotRunIsReported() throws IOException {
    QemuCommand missing = emulator.that("exec /no/such/emulator");

    assertThatThrownBy(() -> launch(missing)).hasMessageContaining("/no/such/emulator");
  }

  @Test
  void anotherPortIsTriedWhenOneIsTaken() throws IOException {
    Path tried = directory.resolve("tried");
    QemuCommand unlucky =
        emulator.that(
            """
            if mkdir '%s' 2> /dev/null; then
              echo "Could not set up host forwarding rule 'tcp:127.0.0.1:1-:22'" >&2
              exit 1
            fi
            echo jvmm-nested-host-ready > "$console"
            exec sleep 600
            """
                .formatted(tried));

    HostDirectory host = launch(unlucky);

    assertThat(tried).exists();
    assertThat(host.emulator()).isPresent();
    new DetachedHost(host).end();
  }

  private HostDirectory launch(QemuCommand command) {
    return new HostLauncher(command).launch(() -> HostDirectory.replace(hosts.resolve("host")));
  }
}
