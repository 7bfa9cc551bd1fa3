package io.jvmm.monitor.console;

import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Carries a console device's output to its host's end; written by one thread, the device's own. */
final class GuestOutput implements WritableByteChannel {
  private final InputGate gate;
  private final ConsoleOutput output;
  private final byte[] copy = new byte[4096];

  GuestOutput(InputGate gate, ConsoleOutput output) {
    this.gate = gate;
    this.output = output;
  }

  @Override
  public int write(ByteBuffer source) {
    int total = source.remaining();
    while (source.hasRemaining()) {
      int length = Math.min(source.remaining(), copy.length);
      source.get(copy, 0, length);
      gate.printed(copy, 0, length);
      output.write(copy, 0, length);
    }
    return total;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {
    // The host's end outlives the device.
  }
}
