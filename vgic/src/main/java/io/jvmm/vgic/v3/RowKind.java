package io.jvmm.vgic.v3;

import io.jvmm.vmm.mmio.Register.Mode;
import java.util.Optional;

/**
 * What rows of the GIC's register tables have in common.
 *
 * @param mode what a guest may do
 * @param widths legal widths in bytes, added up
 * @param reset the value after reset; of arrays, of each element
 * @param field for registers that hold a field of each interrupt, which field
 */
record RowKind(Mode mode, int widths, long reset, Optional<InterruptField> field) {
  private static final int WORD = 4;
  private static final int WORD_OR_LESS = 4 | 1;
  private static final int DOUBLE_WORD = 8 | 4;

  static RowKind readOnly(long reset) {
    return new RowKind(Mode.READ_ONLY, WORD, reset, Optional.empty());
  }

  static RowKind readWrite(long reset) {
    return new RowKind(Mode.READ_WRITE, WORD, reset, Optional.empty());
  }

  static RowKind writeOnly() {
    return new RowKind(Mode.WRITE_ONLY, WORD, 0, Optional.empty());
  }

  /** Reads as zero, writes are ignored; the row's note says why. */
  static RowKind unimplemented() {
    return new RowKind(Mode.RAZ_WI, WORD, 0, Optional.empty());
  }

  /** One or more bits of each interrupt. */
  static RowKind fields(InterruptField field, long reset) {
    return new RowKind(Mode.READ_WRITE, WORD, reset, Optional.of(field));
  }

  RowKind asReadOnly() {
    return new RowKind(Mode.READ_ONLY, widths, reset, field);
  }

  /** With bytes allowed too: Arm IHI 0069, 12.1.3. */
  RowKind withBytes() {
    return new RowKind(mode, WORD_OR_LESS, reset, field);
  }

  /** 64 bits wide, and each half by itself. */
  RowKind withDoubleWords() {
    return new RowKind(mode, DOUBLE_WORD, reset, field);
  }
}
