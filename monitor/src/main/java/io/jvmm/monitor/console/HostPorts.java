package io.jvmm.monitor.console;

import io.jvmm.monitor.console.PortBackend.Unread;
import io.jvmm.vmm.spec.ConsoleSpec;
import io.jvmm.vmm.spec.PortConnection;
import io.jvmm.vmm.spec.PortSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The host's ends of all of a console's ports. */
public final class HostPorts implements AutoCloseable {
  private final List<HostPort> ports = new ArrayList<>();

  private HostPorts() {}

  /**
   * Opens what the ports lead to, in their order.
   *
   * @throws io.jvmm.vmm.error.HostException if the host refuses one; none is left open then
   */
  public static HostPorts open(List<PortSpec> specs) {
    HostPorts opened = new HostPorts();
    try {
      specs.forEach(spec -> opened.ports.add(open(spec)));
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static HostPort open(PortSpec spec) {
    Unread unread = spec.terminal() ? Unread.KEEPS_LATEST : Unread.WAITS;
    return new HostPort("port-" + spec.name(), PortBackend.open(spec.connect(), unread));
  }

  /** What keeps a console's connections from being opened, in lines for the user. */
  public static List<String> problems(ConsoleSpec console) {
    List<String> problems = new ArrayList<>();
    console
        .connect()
        .flatMap(connection -> problem("$.console.connect", connection))
        .ifPresent(problems::add);
    for (int i = 0; i < console.ports().size(); i++) {
      String place = "$.console.ports[%d].connect".formatted(i);
      problem(place, console.ports().get(i).connect()).ifPresent(problems::add);
    }
    return problems;
  }

  private static Optional<String> problem(String place, PortConnection connection) {
    return PortBackend.problem(connection).map(problem -> place + ": " + problem);
  }

  /** The host's end of a port, counted from 0. */
  public HostPort get(int index) {
    return ports.get(index);
  }

  @Override
  public void close() {
    ports.forEach(HostPort::close);
  }
}
