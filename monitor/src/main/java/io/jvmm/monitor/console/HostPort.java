package io.jvmm.monitor.console;

import io.jvmm.monitor.console.InputPump.Source;
import io.jvmm.virtio.console.PortOutput;
import java.nio.channels.Channels;
import java.util.Optional;

/**
 * The host's end of one port. Outlives the machine: who is connected stays so while the guest is
 * reset.
 */
public final class HostPort implements AutoCloseable {
  private final PortBackend backend;
  private final ConsoleOutput output;
  private final InputGate gate = new InputGate(Optional.empty());
  private final InputPump pump;
  private Optional<GuestPort> guest = Optional.empty(); // guarded by this
  private boolean connected; // guarded by this

  HostPort(String name, PortBackend backend) {
    this.backend = backend;
    this.output = new ConsoleOutput(name, Channels.newOutputStream(backend));
    Source source = Source.ofClients(name + "-input", Channels.newInputStream(backend));
    this.pump = new InputPump(source, gate, _ -> {});
    backend.watch(this::setConnected);
  }

  /** Where the guest's output goes. */
  public PortOutput output() {
    return new GuestOutput(gate, output);
  }

  /** Sends what comes to this port of the guest's from now on. */
  public void connect(GuestPort port) {
    synchronized (this) {
      guest = Optional.of(port);
      port.setConnected(connected);
    }
    pump.connect(port);
  }

  private synchronized void setConnected(boolean now) {
    connected = now;
    guest.ifPresent(port -> port.setConnected(now));
  }

  /** Hands over what is left, waiting for at most two seconds, and only if somebody is there. */
  @Override
  public void close() {
    backend.endListening();
    output.close();
    backend.close();
    pump.end();
  }
}
