package io.jvmm.mmio.pcie;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.irq.InterruptMessage;
import io.jvmm.vmm.irq.MessageLine;
import io.jvmm.vmm.irq.MessageTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VectorLineTest {
  private static final InterruptMessage ONE = new InterruptMessage(0x0809_0040, 1, 8);
  private static final InterruptMessage TWO = new InterruptMessage(0x0809_0040, 2, 8);

  private final List<String> events = new ArrayList<>();

  /** Writes down what it is told, with its lines' part of it. */
  private final class Target implements MessageTarget {
    private final boolean hasLines;

    Target(boolean hasLines) {
      this.hasLines = hasLines;
    }

    @Override
    public void deliver(InterruptMessage message) {
      events.add("message " + message.data());
    }

    @Override
    public Optional<MessageLine> createLine() {
      events.add("new line");
      return hasLines ? Optional.of(new Line()) : Optional.empty();
    }
  }

  private final class Line implements MessageLine {
    @Override
    public void route(InterruptMessage message) {
      events.add("route " + message.data());
    }

    @Override
    public void pulse() {
      events.add("pulse");
    }
  }

  @Test
  void theFirstMessageMakesTheLineAndTheSameOneAgainOnlyPulsesIt() {
    VectorLine vector = new VectorLine(new Target(true));

    vector.send(ONE);
    vector.send(ONE);

    assertThat(events).containsExactly("new line", "route 1", "pulse", "pulse");
  }

  @Test
  void anotherMessageRoutesTheLineAnew() {
    VectorLine vector = new VectorLine(new Target(true));

    vector.send(ONE);
    vector.send(TWO);

    assertThat(events).containsExactly("new line", "route 1", "pulse", "route 2", "pulse");
  }

  @Test
  void whereThereAreNoLinesEachMessageIsDelivered() {
    VectorLine vector = new VectorLine(new Target(false));

    vector.send(ONE);
    vector.send(TWO);
    vector.send(TWO);

    assertThat(events).containsExactly("new line", "message 1", "message 2", "message 2");
  }
}
