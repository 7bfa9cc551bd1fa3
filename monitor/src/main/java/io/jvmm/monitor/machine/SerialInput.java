package io.jvmm.monitor.machine;

import io.jvmm.mmio.SerialReceiver;
import io.jvmm.monitor.console.GuestInput;
import java.nio.ByteBuffer;

/** Gives the user's input to a device that takes it byte by byte, as fast as the guest does. */
final class SerialInput implements GuestInput, AutoCloseable {
  private final SerialReceiver device;
  private boolean ready; // guarded by this
  private boolean closed; // guarded by this

  SerialInput(SerialReceiver device) {
    this.device = device;
    device.onReceiveReady(this::wake);
  }

  @Override
  public boolean send(ByteBuffer bytes) throws InterruptedException {
    while (bytes.hasRemaining()) {
      if (device.receive(bytes.get(bytes.position()))) {
        bytes.get();
      } else if (!awaitReady()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  private synchronized void wake() {
    ready = true;
    notifyAll();
  }

  private synchronized boolean awaitReady() throws InterruptedException {
    while (!ready && !closed) {
      wait();
    }
    ready = false;
    return !closed;
  }
}
