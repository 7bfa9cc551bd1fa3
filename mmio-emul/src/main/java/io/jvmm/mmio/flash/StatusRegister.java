package io.jvmm.mmio.flash;

import io.jvmm.mmio.flash.FlashArray.Outcome;

/**
 * A chip's status register: ready at all times, for every operation is over before the store that
 * starts it is; and the errors since it was cleared. Guarded by the bank's monitor.
 */
final class StatusRegister {
  /** A bit, and what it means. */
  enum Bit {
    BLOCK_LOCKED(1, "a block was locked, or the bank is read-only"),
    PROGRAM_ERROR(4, "programming failed; with ERASE_ERROR: a sequence of commands made no sense"),
    ERASE_ERROR(5, "erasing failed"),
    READY(7, "always 1");

    private final int position;
    private final String note;

    Bit(int position, String note) {
      this.position = position;
      this.note = note;
    }

    int position() {
      return position;
    }

    String note() {
      return note;
    }

    int mask() {
      return 1 << position;
    }
  }

  private int value = Bit.READY.mask();

  int value() {
    return value;
  }

  void clear() {
    value = Bit.READY.mask();
  }

  void programmed(Outcome outcome) {
    record(Bit.PROGRAM_ERROR, outcome);
  }

  void erased(Outcome outcome) {
    record(Bit.ERASE_ERROR, outcome);
  }

  void sequenceError() {
    value |= Bit.PROGRAM_ERROR.mask() | Bit.ERASE_ERROR.mask();
  }

  private void record(Bit error, Outcome outcome) {
    value |=
        switch (outcome) {
          case DONE -> 0;
          case FAILED -> error.mask();
          case LOCKED -> error.mask() | Bit.BLOCK_LOCKED.mask();
        };
  }
}
