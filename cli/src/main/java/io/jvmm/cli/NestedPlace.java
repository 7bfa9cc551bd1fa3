package io.jvmm.cli;

import io.jvmm.control.MachineHome;
import io.jvmm.control.MachineStore;
import io.jvmm.nested.SocketForward;
import io.jvmm.provisioning.Digest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where a machine is in the nested host, whose other machines may have the same name: they may be
 * in another directory of machines.
 *
 * @param home the machine's directory here
 * @param root what the directory of machines is in there
 */
record NestedPlace(MachineHome home, String root) {
  private static final String STATE = "XDG_STATE_HOME";
  private static final int DIGITS = 8; // a socket's path has to be short

  /** For a machine's directory. */
  static NestedPlace of(MachineHome home) {
    String digest = Digest.of(home.directory().toAbsolutePath().normalize().toString());
    return new NestedPlace(home, "/run/vm/" + digest.substring(0, DIGITS));
  }

  /** What its session is called. */
  String id() {
    return home.name() + "." + root.substring(root.length() - DIGITS);
  }

  /** What the jvmm there finds its directory by. */
  Map<String, String> environment() {
    return Map.of(STATE, root);
  }

  /** From its sockets here to those there. */
  List<SocketForward> forwards() {
    MachineHome there = MachineStore.of(environment()).home(home.name());
    return Stream.of(
            new SocketForward(home.controlSocket(), there.controlSocket()),
            new SocketForward(home.consoleSocket(), there.consoleSocket()))
        .filter(SocketForward::isPossible)
        .toList();
  }
}
