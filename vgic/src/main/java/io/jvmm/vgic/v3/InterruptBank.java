package io.jvmm.vgic.v3;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Consecutive interrupts, seen through registers that hold a field of each. Fields of interrupts
 * that are not there read as zero and ignore writes.
 */
final class InterruptBank {
  private static final int DOUBLE_WORD = 64;

  private final int first;
  private final List<Interrupt> interrupts;

  /**
   * The interrupts with these INTIDs.
   *
   * @param first the lowest
   * @param end the highest plus one
   */
  InterruptBank(int first, int end) {
    this.first = first;
    this.interrupts = IntStream.range(first, end).mapToObj(Interrupt::new).toList();
  }

  List<Interrupt> interrupts() {
    return interrupts;
  }

  boolean contains(int intid) {
    return intid >= first && intid < first + interrupts.size();
  }

  /** The interrupt with an INTID that it {@link #contains}. */
  Interrupt get(int intid) {
    return interrupts.get(intid - first);
  }

  /**
   * Reads part of a register array.
   *
   * @param field what the array holds
   * @param offset bytes from the field of the bank's first interrupt
   * @param width bytes
   */
  long read(InterruptField field, int offset, int width) {
    if (field.bits() == DOUBLE_WORD) {
      return readWide(field, offset, width);
    }
    long value = 0;
    int at = offset * Byte.SIZE / field.bits();
    int count = width * Byte.SIZE / field.bits();
    for (int i = 0; i < count && at + i < interrupts.size(); i++) {
      value |= field.get(interrupts.get(at + i)) << (i * field.bits());
    }
    return value;
  }

  /** Writes part of a register array, as {@link #read} reads it. */
  void write(InterruptField field, int offset, int width, long value) {
    if (field.bits() == DOUBLE_WORD) {
      writeWide(field, offset, width, value);
      return;
    }
    int at = offset * Byte.SIZE / field.bits();
    int count = width * Byte.SIZE / field.bits();
    long mask = (1L << field.bits()) - 1;
    for (int i = 0; i < count && at + i < interrupts.size(); i++) {
      field.set(interrupts.get(at + i), value >>> (i * field.bits()) & mask);
    }
  }

  private long readWide(InterruptField field, int offset, int width) {
    int at = offset / Long.BYTES;
    return at < interrupts.size()
        ? Halves.read(field.get(interrupts.get(at)), offset % Long.BYTES, width)
        : 0;
  }

  private void writeWide(InterruptField field, int offset, int width, long value) {
    int at = offset / Long.BYTES;
    if (at < interrupts.size()) {
      Interrupt interrupt = interrupts.get(at);
      long old = field.get(interrupt);
      field.set(interrupt, Halves.write(old, offset % Long.BYTES, width, value));
    }
  }

  List<InterruptState> save() {
    return interrupts.stream().map(Interrupt::state).toList();
  }

  void restore(List<InterruptState> states) {
    for (InterruptState state : states) {
      if (contains(state.intid())) {
        get(state.intid()).restore(state);
      }
    }
  }
}
