package io.jvmm.monitor.console;

import io.jvmm.virtio.console.PortOutput;
import java.nio.ByteBuffer;

/**
 * Carries a console's output to its host's end, past the gate that waits for some of it.
 *
 * @param gate sees what is printed
 * @param output takes it
 */
record GuestOutput(InputGate gate, PortOutput output) implements PortOutput {
  @Override
  public void offer(ByteBuffer bytes, Runnable room) {
    ByteBuffer printed = bytes.duplicate();
    output.offer(bytes, room);
    gate.printed(printed.limit(bytes.position()));
  }
}
