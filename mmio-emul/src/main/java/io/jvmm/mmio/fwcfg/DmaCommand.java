package io.jvmm.mmio.fwcfg;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A command as it lies in guest memory (QEMU, docs/specs/fw_cfg.rst, FWCfgDmaAccess): control,
 * length and address, all big-endian. The guest can change it at any time, so each field is read
 * once.
 */
record DmaCommand(MemorySegment memory) {
  /** How long it is in bytes. */
  static final int SIZE = 16;

  static final int ERROR = 1 << 0;
  static final int READ = 1 << 1;
  static final int SKIP = 1 << 2;
  static final int SELECT = 1 << 3;
  static final int WRITE = 1 << 4;

  private static final int KEY_SHIFT = 16;
  private static final int CONTROL = 0;
  private static final int LENGTH = 4;
  private static final int ADDRESS = 8;
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  int control() {
    return memory.get(INT, CONTROL);
  }

  /** The key in a control word. */
  static int key(int control) {
    return control >>> KEY_SHIFT;
  }

  /** How many bytes to transfer or skip, 0 to 2<sup>32</sup>-1. */
  long length() {
    return Integer.toUnsignedLong(memory.get(INT, LENGTH));
  }

  /** The guest-physical address to transfer to, unsigned. */
  long address() {
    return memory.get(LONG, ADDRESS);
  }

  /** Tells the guest that it is done: 0, or {@link #ERROR}. */
  void complete(int result) {
    memory.set(INT, CONTROL, result);
  }
}
