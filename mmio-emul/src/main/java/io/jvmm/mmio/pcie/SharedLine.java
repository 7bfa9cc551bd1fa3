package io.jvmm.mmio.pcie;

import io.jvmm.vmm.irq.LevelIrq;

/** An interrupt line that several functions share: asserted as long as one of them asserts it. */
final class SharedLine {
  private final LevelIrq line;
  private int asserted; // how many inputs; guarded by this

  SharedLine(LevelIrq line) {
    this.line = line;
  }

  /** One more input, which is low. */
  LevelIrq input() {
    return new Input();
  }

  private synchronized void change(int by) {
    asserted += by;
    line.set(asserted != 0);
  }

  private final class Input implements LevelIrq {
    private boolean high; // guarded by this

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
      if (level != high) {
        high = level;
        change(level ? 1 : -1);
      }
    }
  }
}
