package io.jvmm.nested;

import io.jvmm.vmm.spec.ForwardSpec;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How far a nested host reaches, beside the one port of this machine's loopback by which it is
 * reached itself.
 *
 * @param outside whether it reaches the networks of this machine, and its loopback as {@value
 *     #GATEWAY}
 * @param forwards ports of this machine, on an IPv4 address, that lead to ports of the nested host:
 *     it is the guest of these
 */
public record HostNetwork(boolean outside, List<ForwardSpec> forwards) {
  /** The address at which it finds this machine. */
  public static final String GATEWAY = "10.0.2.2";

  /** Copies the list. */
  public HostNetwork {
    forwards = List.copyOf(forwards);
  }

  /** No way in or out. */
  public static HostNetwork isolated() {
    return new HostNetwork(false, List.of());
  }

  /** Options of QEMU's {@code -netdev user}: a comma before each forward. */
  String forwardOptions() {
    return forwards.stream().map(HostNetwork::forwardOption).collect(Collectors.joining());
  }

  private static String forwardOption(ForwardSpec forward) {
    String protocol =
        switch (forward.protocol()) {
          case TCP -> "tcp";
          case UDP -> "udp";
        };
    return ",hostfwd=%s:%s-:%d".formatted(protocol, forward.host(), forward.guest());
  }
}
