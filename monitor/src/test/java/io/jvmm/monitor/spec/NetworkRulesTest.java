package io.jvmm.monitor.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.spec.ForwardSpec;
import io.jvmm.vmm.spec.ForwardSpec.Protocol;
import io.jvmm.vmm.spec.HostEndpoint;
import io.jvmm.vmm.spec.MacAddress;
import io.jvmm.vmm.spec.MemorySize;
import io.jvmm.vmm.spec.NetworkAddress;
import io.jvmm.vmm.spec.NetworkSpec;
import io.jvmm.vmm.spec.RateSpec;
import io.jvmm.vmm.spec.TapSpec;
import io.jvmm.vmm.spec.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A specification's networks, as they are read. */
class NetworkRulesTest {
  @TempDir private Path directory;

  private SpecReader reader;

  @BeforeEach
  void aKernelLiesBesideTheSpecification() throws IOException {
    Files.writeString(directory.resolve("Image"), "kernel");
    reader = new SpecReader(_ -> new SpecFiles(directory, directory.resolve("vm"), new NoImages()));
  }

  @Test
  void everyKeyOfANetworkReachesTheSpecification() {
    VmSpec spec =
        read(
            """
            {'name': 'a', 'boot': {'kernel': 'Image'},
             'networks': [{'type': 'user'},
                          {'type': 'user', 'mac': '02:00:00:00:00:01', 'mtu': 9000,
                           'hostLoopback': true,
                           'forwards': [{'host': '127.0.0.1:2222', 'guest': 22},
                                        {'protocol': 'udp', 'host': '[::1]:53', 'guest': 53}],
                           'receiveLimit': {'bytesPerSecond': '1MiB'},
                           'transmitLimit': {'packetsPerSecond': 100}}]}""");

    assertThat(spec.networks().getFirst()).isEqualTo(NetworkSpec.user());
    assertThat(spec.networks().getLast())
        .isEqualTo(
            new NetworkSpec(
                NetworkSpec.Type.USER,
                Optional.of(MacAddress.parse("02:00:00:00:00:01")),
                9000,
                true,
                List.of(
                    new ForwardSpec(Protocol.TCP, HostEndpoint.parse("127.0.0.1:2222"), 22),
                    new ForwardSpec(Protocol.UDP, HostEndpoint.parse("[::1]:53"), 53)),
                Optional.empty(),
                new RateSpec(Optional.of(MemorySize.parse("1MiB")), Optional.empty()),
                new RateSpec(Optional.empty(), Optional.of(100))));
  }

  @Test
  void everyKeyOfATapInterfaceReachesTheSpecification() {
    VmSpec spec =
        read(
            """
            {'name': 'a', 'boot': {'kernel': 'Image'},
             'networks': [{'type': 'tap', 'tap': {'name': 'tap0'}},
                          {'type': 'tap', 'tap': {'name': 'tap1', 'bridge': 'br0', 'queues': 4,
                                                  'address': '192.0.2.1/24'}}]}""");

    assertThat(spec.networks())
        .containsExactly(
            NetworkSpec.tap(new TapSpec("tap0", Optional.empty(), Optional.empty(), 1)),
            NetworkSpec.tap(
                new TapSpec(
                    "tap1",
                    Optional.of("br0"),
                    Optional.of(new NetworkAddress("192.0.2.1", 24)),
                    4)));
  }

  @Test
  void everyProblemOfATapInterfaceIsToldWithItsPath() {
    assertThat(
            problems(
                """
                {'name': 'a', 'boot': {'kernel': 'Image'},
                 'networks': [{'type': 'tap', 'tap': {'name': 'a/b', 'bridge': 'a name too long for it',
                                                      'address': '192.0.2.256/33', 'queues': 9}}]}"""))
        .satisfiesExactly(
            name -> assertThat(name).contains("$.networks[0].tap.name: 'a/b' does not match"),
            bridge -> assertThat(bridge).contains("$.networks[0].tap.bridge: 'a name too long"),
            address -> assertThat(address).contains("$.networks[0].tap.address: '192.0.2.256/33'"),
            queues -> assertThat(queues).contains("$.networks[0].tap.queues: 9 makes no sense"));
  }

  @Test
  void whatDoesNotGoTogetherInInterfacesIsTold() {
    assertThat(
            problems(
                """
                {'name': 'a', 'boot': {'kernel': 'Image'},
                 'networks': [{'type': 'tap'},
                              {'type': 'user', 'tap': {'name': 'tap0'}},
                              {'type': 'tap', 'tap': {'name': 'tap0'}, 'hostLoopback': true}]}"""))
        .satisfiesExactly(
            missing -> assertThat(missing).contains("go together"),
            superfluous -> assertThat(superfluous).contains("go together"),
            loopback -> assertThat(loopback).contains("no \"hostLoopback\""),
            twice -> assertThat(twice).contains("two interfaces lead to tap0"));
  }

  @Test
  void everyProblemOfANetworkIsToldWithItsPath() {
    assertThat(
            problems(
                """
                {'name': 'a', 'boot': {'kernel': 'Image'},
                 'networks': [{'mtu': 100},
                              {'type': 'bridge', 'mac': '01:00:00:00:00:01',
                               'forwards': [{'host': '2222', 'guest': 0}]}]}"""))
        .satisfiesExactly(
            type -> assertThat(type).contains("$.networks[0].type: this key is missing"),
            mtu -> assertThat(mtu).contains("$.networks[0].mtu: 100 makes no sense"),
            type -> assertThat(type).contains("$.networks[1].type: this is a text, and should"),
            mac -> assertThat(mac).contains("$.networks[1].mac: '01:00:00:00:00:01' is a group's"),
            host ->
                assertThat(host)
                    .contains("$.networks[1].forwards[0].host: '2222' is no address and port"),
            guest -> assertThat(guest).contains("$.networks[1].forwards[0].guest: 0 makes no"));
  }

  @Test
  void interfacesShareNeitherAddressesNorPorts() {
    assertThat(
            problems(
                """
                {'name': 'a', 'boot': {'kernel': 'Image'},
                 'networks': [{'type': 'user', 'mac': '02:00:00:00:00:01',
                               'forwards': [{'host': '127.0.0.1:22', 'guest': 22},
                                            {'protocol': 'udp', 'host': '127.0.0.1:22', 'guest': 22}]},
                              {'type': 'user', 'mac': '02:00:00:00:00:01',
                               'forwards': [{'host': '127.0.0.1:22', 'guest': 23}]}]}"""))
        .satisfiesExactly(
            mac ->
                assertThat(mac).contains("two interfaces have the MAC address 02:00:00:00:00:01"),
            port -> assertThat(port).contains("two forwards listen at tcp 127.0.0.1:22"));
  }

  private VmSpec read(String json) {
    return reader.parse("vm.json", json.replace('\'', '"'));
  }

  private List<String> problems(String json) {
    return catchThrowableOfType(ConfigurationException.class, () -> read(json)).problems();
  }
}
