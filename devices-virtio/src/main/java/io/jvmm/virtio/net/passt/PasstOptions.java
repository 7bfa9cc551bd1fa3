package io.jvmm.virtio.net.passt;

import io.jvmm.vmm.spec.ForwardSpec;
import io.jvmm.vmm.spec.NetworkSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * What passt(1) is asked for. Only options that are in Debian 12's passt as well as in newer ones.
 *
 * @param mtu the largest packet that the guest is told of
 * @param hostLoopback whether the gateway's address means the host's loopback
 * @param forwards ports of the host that lead into the guest
 */
public record PasstOptions(int mtu, boolean hostLoopback, List<ForwardSpec> forwards) {
  /** Copies the list. */
  public PasstOptions {
    forwards = List.copyOf(forwards);
  }

  /** What an interface of a specification asks for. */
  public static PasstOptions of(NetworkSpec network) {
    return new PasstOptions(network.mtu(), network.hostLoopback(), network.forwards());
  }

  /** The words after the program's name, but for the socket. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--foreground", "--one-off", "--quiet", "--mtu", "" + mtu));
    if (!hostLoopback) {
      words.add("--no-map-gw");
    }
    forwards.forEach(forward -> words.addAll(words(forward)));
    return words;
  }

  private static List<String> words(ForwardSpec forward) {
    String option =
        switch (forward.protocol()) {
          case TCP -> "--tcp-ports";
          case UDP -> "--udp-ports";
        };
    String from = forward.host().address() + "/" + forward.host().port();
    return List.of(option, from + ":" + forward.guest());
  }
}
