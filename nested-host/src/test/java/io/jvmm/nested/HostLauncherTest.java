package io.jvmm.nested;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
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
    LaunchedHost host = launch(emulator.thatComesUp());

    assertThat(host.directory().emulator()).isPresent();
    host.stop();
  }

  @Test
  void stoppingAHostLeavesNothing() throws IOException {
    LaunchedHost host = launch(emulator.thatComesUp());
    ProcessHandle process = host.directory().emulator().orElseThrow();

    host.stop();

    assertThat(process.isAlive()).isFalse();
    assertThat(hosts).isEmptyDirectory();
  }

  @Test
  void aHostMayBeStoppedTwice() throws IOException {
    LaunchedHost host = launch(emulator.thatComesUp());

    host.stop();
    host.stop();

    assertThat(hosts).isEmptyDirectory();
  }

  @Test
  void theEmulatorDiesWhenItsPipeCloses() throws Exception {
    LaunchedHost host = launch(emulator.thatComesUp());
    ProcessHandle process = host.directory().emulator().orElseThrow();

    host.shell().getOutputStream().close();

    assertThat(host.shell().waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.isAlive()).isFalse();
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

    LaunchedHost host = launch(unlucky);

    assertThat(tried).exists();
    assertThat(host.directory().emulator()).isPresent();
    host.stop();
  }

  @Test
  void aDetachedHostOutlivesItsPipe() throws IOException {
    HostDirectory place = new HostDirectory(hosts.resolve("warm-host"));
    LaunchedHost host =
        HostLauncher.detached(emulator.thatComesUp())
            .launch(() -> HostDirectory.replace(place.path()));
    host.shell().getOutputStream().close();

    assertThat(place.emulator()).isPresent();
    host.stop();
    assertThat(hosts).isEmptyDirectory();
  }

  private LaunchedHost launch(QemuCommand command) {
    return HostLauncher.attached(command).launch(() -> HostDirectory.create(hosts));
  }
}
