package io.jvmm.monitor.machine;

import io.jvmm.mmio.pl011.Pl011;
import io.jvmm.monitor.console.GuestInput;
import java.nio.ByteBuffer;

/** Gives the user's input to the serial port, as fast as the guest empties its FIFO. */
final class SerialInput implements GuestInput, AutoCloseable {
  private final Pl011 uart;
  private boolean ready; // guarded by this
  private boolean closed; // guarded by this

  SerialInput(Pl011 uart) {
    this.uart = uart;
    uart.onReceiveReady(this::wake);
  }

  @Override
  public boolean send(ByteBuffer bytes) throws InterruptedException {
    while (bytes.hasRemaining()) {
      if (uart.receive(bytes.get(bytes.position()))) {
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
