package io.jvmm.mmio.flash;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.BitSet;

/**
 * A bank's cells and the locks of its blocks. A change is stored first and then shown in memory, so
 * that the guest never sees what would be gone after a crash. Guarded by the bank's monitor.
 */
final class FlashArray {
  private final MemorySegment memory;
  private final FlashStore store;
  private final BitSet locked = new BitSet();
  private final BitSet lockedDown = new BitSet();
  private boolean failureReported;

  /** What became of a change. */
  enum Outcome {
    DONE,
    LOCKED,
    FAILED
  }

  FlashArray(MemorySegment memory, FlashStore store) {
    this.memory = memory;
    this.store = store;
    store.load(memory);
  }

  /** Whether the guest may change it. */
  boolean isWritable() {
    return store.isWritable();
  }

  /** A byte. */
  int read(long offset) {
    return Byte.toUnsignedInt(memory.get(JAVA_BYTE, offset));
  }

  /** Clears the bits that are clear in {@code bits}; all of them are in one block. */
  Outcome program(long offset, byte[] bits) {
    byte[] cells = memory.asSlice(offset, bits.length).toArray(JAVA_BYTE);
    for (int i = 0; i < cells.length; i++) {
      cells[i] &= bits[i];
    }
    return change(offset, cells);
  }

  /** Sets all bits of the block that an offset is in. */
  Outcome erase(long offset) {
    byte[] cells = new byte[CfiFlash.BLOCK_SIZE];
    Arrays.fill(cells, CfiFlash.ERASED);
    return change(offset & -CfiFlash.BLOCK_SIZE, cells);
  }

  private Outcome change(long offset, byte[] cells) {
    if (isLocked(offset)) {
      return Outcome.LOCKED;
    }
    try {
      store.write(offset, cells);
    } catch (IOException e) {
      report(e);
      return Outcome.FAILED;
    }
    MemorySegment.copy(cells, 0, memory, JAVA_BYTE, offset, cells.length);
    return Outcome.DONE;
  }

  private void report(IOException failure) {
    if (!failureReported) {
      failureReported = true;
      System.getLogger(FlashArray.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "cannot write flash image %s: %s; the guest is told that programming failed"
                  .formatted(store.name(), failure.getMessage()));
    }
  }

  /** Whether a block cannot be changed for now. */
  boolean isLocked(long offset) {
    return locked.get(block(offset)) || isLockedDown(offset);
  }

  /** Whether a block cannot be changed until the next reset. */
  boolean isLockedDown(long offset) {
    return !isWritable() || lockedDown.get(block(offset));
  }

  void lock(long offset) {
    locked.set(block(offset));
  }

  void lockDown(long offset) {
    lockedDown.set(block(offset));
  }

  /** Unlocks a block, unless it is locked down. */
  void unlock(long offset) {
    locked.clear(block(offset));
  }

  private static int block(long offset) {
    return (int) (offset / CfiFlash.BLOCK_SIZE);
  }
}
