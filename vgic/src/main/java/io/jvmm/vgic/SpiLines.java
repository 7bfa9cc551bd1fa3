package io.jvmm.vgic;

import io.jvmm.vmm.Vm;
import io.jvmm.vmm.irq.EdgeIrq;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.irq.LevelIrq;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The SPI inputs of a GIC that the hypervisor emulates: each has at most one owner. */
final class SpiLines {
  private final Vm vm;
  private final int count;
  private final BitSet owned = new BitSet(); // guarded by this

  SpiLines(Vm vm, int count) {
    this.vm = vm;
    this.count = count;
  }

  LevelIrq level(IntId spi) {
    claim(spi);
    return new Level(vm, spi);
  }

  EdgeIrq edge(IntId spi) {
    claim(spi);
    return new Edge(vm, spi);
  }

  private synchronized void claim(IntId spi) {
    if (!spi.isSpi() || spi.index() >= count) {
      throw new IllegalArgumentException(
          "%s is none of this machine's SPIs, 0 to %d".formatted(spi, count - 1));
    }
    if (owned.get(spi.index())) {
      throw new IllegalArgumentException("%s has an owner already".formatted(spi));
    }
    owned.set(spi.index());
  }

  /** Spares the host a call when the level does not change: devices set it after every access. */
  private static final class Level implements LevelIrq {
    private final Vm vm;
    private final IntId spi;
    private boolean asserted; // guarded by this, which also keeps the host's calls in order

    Level(Vm vm, IntId spi) {
      this.vm = vm;
      this.spi = spi;
    }

    @Override
    public void raise() {
      set(true);
    }

    @Override
    public void lower() {
      set(false);
    }

    @Override
    public synchronized void set(boolean level) {
      if (level != asserted) {
        vm.setLine(spi, level);
        asserted = level;
      }
    }
  }

  /**
   * An edge by the back end's own means, which are taken up at the first pulse: a frame of messages
   * has many lines, of which guests use few.
   */
  private static final class Edge implements EdgeIrq {
    private final Vm vm;
    private final IntId spi;
    private volatile @Nullable EdgeIrq line;

    Edge(Vm vm, IntId spi) {
      this.vm = vm;
      this.spi = spi;
    }

    @Override
    public void pulse() {
      EdgeIrq known = line;
      (known == null ? firstLine() : known).pulse();
    }

    private synchronized EdgeIrq firstLine() {
      EdgeIrq made = line;
      if (made == null) {
        made = vm.createEdge(spi).orElse(this::raiseAndLower);
        line = made;
      }
      return made;
    }

    /** A rising edge is what counts; the falling one makes the next pulse possible. */
    private void raiseAndLower() {
      vm.setLine(spi, true);
      vm.setLine(spi, false);
    }
  }
}
