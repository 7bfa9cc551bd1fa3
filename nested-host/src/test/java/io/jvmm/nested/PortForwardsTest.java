package io.jvmm.nested;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.spec.ForwardSpec;
import io.jvmm.vmm.spec.ForwardSpec.Protocol;
import io.jvmm.vmm.spec.HostEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortForwardsTest {
  private static final ForwardSpec SSH = forward(Protocol.TCP, "127.0.0.1:2222");
  private static final ForwardSpec DNS = forward(Protocol.UDP, "127.0.0.1:5353");

  @TempDir private Path temporary;
  private HostDirectory host;
  private FakeMonitor qemu;

  @BeforeEach
  void anEmulator() throws IOException {
    host = HostDirectory.replace(temporary.resolve("host"));
    qemu = FakeMonitor.at(host.monitor());
  }

  @AfterEach
  void itEnds() throws IOException {
    qemu.close();
  }

  @Test
  void portsAreOpenUntilTheyAreClosed() {
    PortForwards forwards = PortForwards.open(host, List.of(SSH, DNS));
    forwards.close();

    assertThat(qemu.commands())
        .containsExactly(
            "hostfwd_add net tcp:127.0.0.1:2222-10.0.2.16:2222",
            "hostfwd_add net udp:127.0.0.1:5353-10.0.2.16:5353",
            "hostfwd_remove net tcp:127.0.0.1:2222",
            "hostfwd_remove net udp:127.0.0.1:5353");
  }

  @Test
  void aMachineWithoutForwardsAsksForNothing() {
    PortForwards.open(host, List.of()).close();

    assertThat(qemu.commands()).isEmpty();
  }

  @Test
  void whenOneCannotBeOpenedNoneIs() {
    qemu.refuse("hostfwd_add net udp");

    assertThatExceptionOfType(HostException.class)
        .isThrownBy(() -> PortForwards.open(host, List.of(SSH, DNS)))
        .withMessageContaining("127.0.0.1:5353")
        .withMessageContaining("Could not set up");
    assertThat(qemu.commands().getLast()).isEqualTo("hostfwd_remove net tcp:127.0.0.1:2222");
  }

  @Test
  void whatAKilledProcessLeftOpenIsClosed() throws IOException {
    Path records = Files.createDirectory(host.path().resolve("forwards"));
    Files.writeString(records.resolve("tcp:127.0.0.1:80"), "" + Integer.MAX_VALUE);
    Files.writeString(records.resolve("tcp:127.0.0.1:81"), "" + ProcessHandle.current().pid());

    PortForwards.open(host, List.of(SSH)).close();

    assertThat(qemu.commands()).first().isEqualTo("hostfwd_remove net tcp:127.0.0.1:80");
    assertThat(qemu.commands()).doesNotContain("hostfwd_remove net tcp:127.0.0.1:81");
    assertThat(records).isDirectoryContaining(file -> file.endsWith("tcp:127.0.0.1:81"));
    assertThat(records).isDirectoryNotContaining(file -> file.endsWith("tcp:127.0.0.1:80"));
  }

  @Test
  void anEmulatorThatIsNotThereIsToldOf() throws IOException {
    qemu.close();

    assertThatExceptionOfType(HostException.class)
        .isThrownBy(() -> PortForwards.open(host, List.of(SSH)))
        .withMessageContaining("qmp");
  }

  private static ForwardSpec forward(Protocol protocol, String host) {
    HostEndpoint endpoint = HostEndpoint.parse(host);
    return new ForwardSpec(protocol, endpoint, endpoint.port());
  }
}
