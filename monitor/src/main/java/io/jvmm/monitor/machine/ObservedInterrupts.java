package io.jvmm.monitor.machine;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.irq.EdgeIrq;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.irq.InterruptController;
import io.jvmm.vmm.irq.InterruptMessage;
import io.jvmm.vmm.irq.InterruptStatistics;
import io.jvmm.vmm.irq.LevelIrq;
import io.jvmm.vmm.irq.MessageLine;
import io.jvmm.vmm.irq.MessageTarget;
import io.jvmm.vmm.irq.PrivateInterrupts;
import io.jvmm.vmm.mmio.MmioWindow;
import java.util.List;
import java.util.Optional;
import jdk.jfr.FlightRecorder;

/**
 * An interrupt controller whose lines show in flight recordings. A recording that is not on costs
 * the test of a flag.
 */
record ObservedInterrupts(InterruptController gic) implements InterruptController {
  /** Tells of a change, if anybody records. */
  private static void note(Object line, String change) {
    // The event's class brings hundreds of others with it: not to be touched unless it is needed.
    if (FlightRecorder.isInitialized()) {
      InterruptEvent.commit(line, change);
    }
  }

  @Override
  public LevelIrq levelLine(IntId spi) {
    return new ObservedLevel(spi, gic.levelLine(spi));
  }

  private record ObservedLevel(IntId spi, LevelIrq line) implements LevelIrq {
    @Override
    public void raise() {
      note(spi, "raised");
      line.raise();
    }

    @Override
    public void lower() {
      note(spi, "lowered");
      line.lower();
    }
  }

  @Override
  public EdgeIrq edgeLine(IntId spi) {
    EdgeIrq line = gic.edgeLine(spi);
    return () -> {
      note(spi, "pulsed");
      line.pulse();
    };
  }

  @Override
  public Optional<MessageTarget> messages() {
    return gic.messages().map(ObservedTarget::new);
  }

  private record ObservedTarget(MessageTarget target) implements MessageTarget {
    @Override
    public void deliver(InterruptMessage message) {
      note(message, "sent");
      target.deliver(message);
    }

    @Override
    public Optional<MessageLine> createLine() {
      return target.createLine().map(ObservedMessageLine::new);
    }
  }

  private static final class ObservedMessageLine implements MessageLine {
    private final MessageLine line;
    private volatile Object message = "no message";

    ObservedMessageLine(MessageLine line) {
      this.line = line;
    }

    @Override
    public void route(InterruptMessage next) {
      message = next;
      line.route(next);
    }

    @Override
    public void pulse() {
      note(message, "sent");
      line.pulse();
    }
  }

  @Override
  public String description() {
    return gic.description();
  }

  @Override
  public DeviceTreeNode describe(int phandle) {
    return gic.describe(phandle);
  }

  @Override
  public List<MmioWindow> windows() {
    return gic.windows();
  }

  @Override
  public PrivateInterrupts privateInterrupts() {
    return gic.privateInterrupts();
  }

  @Override
  public List<InterruptStatistics> statistics() {
    return gic.statistics();
  }

  @Override
  public void start() {
    gic.start();
  }

  @Override
  public void close() {
    gic.close();
  }
}
