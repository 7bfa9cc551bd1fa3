package io.jvmm.monitor.machine;

import io.jvmm.linux.tap.TapSetup;
import io.jvmm.virtio.net.NetBackend;
import io.jvmm.virtio.net.NetDevice;
import io.jvmm.virtio.net.NetSettings;
import io.jvmm.virtio.net.passt.PasstBackend;
import io.jvmm.virtio.net.passt.PasstOptions;
import io.jvmm.virtio.net.tap.TapBackend;
import io.jvmm.vmm.spec.ForwardSpec;
import io.jvmm.vmm.spec.MacAddress;
import io.jvmm.vmm.spec.NetworkSpec;
import io.jvmm.vmm.spec.TapSpec;
import io.jvmm.vmm.spec.VmSpec;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A machine's network interfaces, and whether the host can give it what they ask for. */
public final class Networks {
  private Networks() {}

  /** Which forwards the host cannot listen for, in lines for the user. */
  public static List<String> problems(List<NetworkSpec> networks) {
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < networks.size(); i++) {
      List<ForwardSpec> forwards = networks.get(i).forwards();
      for (int j = 0; j < forwards.size(); j++) {
        String place = "$.networks[%d].forwards[%d].host: ".formatted(i, j);
        problem(forwards.get(j)).map(place::concat).ifPresent(problems::add);
      }
    }
    return problems;
  }

  private static Optional<String> problem(ForwardSpec forward) {
    try {
      tryToListen(forward);
      return Optional.empty();
    } catch (BindException e) {
      return Optional.of(
          "this machine cannot listen at %s (%s): choose another port or address"
              .formatted(forward.host(), e.getMessage()));
    } catch (IOException e) {
      return Optional.of("%s cannot be listened at: %s".formatted(forward.host(), e.getMessage()));
    }
  }

  private static void tryToListen(ForwardSpec forward) throws IOException {
    InetSocketAddress address = forward.host().toSocketAddress();
    switch (forward.protocol()) {
      case TCP -> {
        try (ServerSocket probe = new ServerSocket()) {
          probe.setReuseAddress(true); // as passt does: a port that was in use just now is free
          probe.bind(address);
        }
      }
      case UDP -> {
        try (DatagramSocket probe = new DatagramSocket(null)) {
          probe.bind(address);
        }
      }
    }
  }

  /**
   * Makes sure that the host has the program that networks of type {@code user} need.
   *
   * @throws io.jvmm.vmm.error.HostException if it is not installed
   */
  static void checkProgram(VmSpec spec) {
    if (spec.networks().stream().anyMatch(each -> each.type() == NetworkSpec.Type.USER)) {
      program();
    }
  }

  private static Path program() {
    return PasstBackend.find(System.getenv().getOrDefault("PATH", ""));
  }

  /**
   * One of a machine's interfaces, with its back end running.
   *
   * @param name for logs and threads
   */
  static NetDevice interfaceOf(VmSpec spec, int index, String name) {
    return new NetDevice(name, settings(spec, index), backend(spec.networks().get(index), name));
  }

  /**
   * One of a machine's interfaces, which leads nowhere.
   *
   * @param name for logs and threads
   */
  static NetDevice unplugged(VmSpec spec, int index, String name) {
    return new NetDevice(name, settings(spec, index), new NoNetwork());
  }

  private static NetSettings settings(VmSpec spec, int index) {
    NetworkSpec network = spec.networks().get(index);
    MacAddress mac = network.mac().orElseGet(() -> MacAddress.derived(spec.name(), index));
    return new NetSettings(mac, network.mtu(), network.receiveLimit(), network.transmitLimit());
  }

  private static NetBackend backend(NetworkSpec network, String name) {
    return switch (network.type()) {
      case USER -> PasstBackend.start(name, program(), PasstOptions.of(network));
      case TAP -> tap(network, network.tap().orElseThrow());
    };
  }

  private static NetBackend tap(NetworkSpec network, TapSpec tap) {
    TapSetup setup = new TapSetup(network.mtu(), tap.address(), tap.bridge());
    return TapBackend.open(tap.name(), tap.queues(), setup);
  }
}
