package io.jvmm.mmio.pcie;

import io.jvmm.vmm.irq.InterruptMessage;
import io.jvmm.vmm.irq.MessageLine;
import io.jvmm.vmm.irq.MessageTarget;
import org.jspecify.annotations.Nullable;

/**
 * The way of one vector's messages: a line of its own where there is such a thing, made and routed
 * anew when a message is sent that differs from the one before. Used with the table's lock held.
 */
final class VectorLine {
  private final MessageTarget target;
  private @Nullable InterruptMessage sent; // the last one
  private @Nullable MessageLine line;

  VectorLine(MessageTarget target) {
    this.target = target;
  }

  void send(InterruptMessage message) {
    if (!message.equals(sent)) {
      route(message);
    }
    if (line == null) {
      target.deliver(message);
    } else {
      line.pulse();
    }
  }

  private void route(InterruptMessage message) {
    if (sent == null) {
      line = target.createLine().orElse(null);
    }
    if (line != null) {
      line.route(message);
    }
    sent = message;
  }
}
