package io.jvmm.cli;

import io.jvmm.nested.HostNetwork;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.spec.ForwardSpec;
import io.jvmm.vmm.spec.HostEndpoint;
import io.jvmm.vmm.spec.NetworkSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * A machine's networks when it runs in a nested host: a forward leads from this machine to a port
 * of the nested host, and from there into the guest.
 *
 * @param around forwards from this machine to the nested host
 * @param inside what the machine asks the nested host for
 */
record NestedNetworks(List<ForwardSpec> around, List<NetworkSpec> inside) {
  NestedNetworks {
    around = List.copyOf(around);
    inside = List.copyOf(inside);
  }

  /**
   * For the networks of a machine.
   *
   * @throws ConfigurationException if a forward is on an IPv6 address, or an interface would lead
   *     to one of the nested host's
   */
  static NestedNetworks of(List<NetworkSpec> networks) {
    List<ForwardSpec> outer = new ArrayList<>();
    List<NetworkSpec> inside = new ArrayList<>();
    for (NetworkSpec network : networks) {
      checkType(network);
      List<ForwardSpec> inner = new ArrayList<>();
      for (ForwardSpec forward : network.forwards()) {
        int port = forward.host().port(); // no two machines have it here, so none has it there
        outer.add(new ForwardSpec(forward.protocol(), ipv4(forward.host()), port));
        HostEndpoint door = new HostEndpoint(HostNetwork.FORWARDS, port);
        inner.add(new ForwardSpec(forward.protocol(), door, forward.guest()));
      }
      inside.add(inside(network, inner));
    }
    return new NestedNetworks(outer, inside);
  }

  private static void checkType(NetworkSpec network) {
    if (network.type() == NetworkSpec.Type.TAP) {
      throw new ConfigurationException(
          "a network of type \"tap\" leads to an interface of an ARM64 machine, and here it would be"
              + " one of the nested host's, which nobody reaches: use \"user\" on this machine");
    }
  }

  private static HostEndpoint ipv4(HostEndpoint host) {
    if (host.address().indexOf(':') >= 0) {
      throw new ConfigurationException(
          "the nested host has no IPv6: '%s' must be an IPv4 address".formatted(host));
    }
    return host;
  }

  /**
   * The gateway's address means this machine's loopback to the nested host, too. So a guest that
   * shall reach that one is let through, and from any other the nested host hides it behind its own
   * loopback, where nobody listens.
   */
  private static NetworkSpec inside(NetworkSpec network, List<ForwardSpec> forwards) {
    return network.withForwards(forwards).withHostLoopback(!network.hostLoopback());
  }
}
