package io.jvmm.monitor.machine;

import io.jvmm.monitor.console.GuestPort;
import io.jvmm.virtio.console.ConsolePort;
import java.nio.ByteBuffer;

/** A port of the paravirtual console, as the host's end of it sees it. */
record VirtioPort(ConsolePort port) implements GuestPort {
  @Override
  public boolean send(ByteBuffer bytes) throws InterruptedException {
    return port.send(bytes);
  }

  @Override
  public void setConnected(boolean connected) {
    port.setConnected(connected);
  }
}
