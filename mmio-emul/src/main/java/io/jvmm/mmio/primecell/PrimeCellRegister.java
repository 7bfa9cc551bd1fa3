package io.jvmm.mmio.primecell;

import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.Register;
import io.jvmm.vmm.mmio.RegisterMap;
import org.jspecify.annotations.Nullable;

/**
 * A row of a PrimeCell's register table. Registers are at word boundaries. They may be accessed as
 * bytes, halfwords or words from their first byte on; a narrow store is zero-extended, for the APB
 * has no byte lanes.
 */
public interface PrimeCellRegister extends Register {
  /**
   * What a row says.
   *
   * @param offset of its first word
   * @param words how many words
   * @param mode what a guest may do with them
   * @param note what they are
   */
  record Row(int offset, int words, Mode mode, String note) {
    /** A row of one register. */
    public Row(int offset, Mode mode, String note) {
      this(offset, 1, mode, note);
    }
  }

  /** How many bytes a register takes. */
  int WORD = 4;

  /** The row; enums hold it. */
  Row row();

  @Override
  default int offset() {
    return row().offset();
  }

  @Override
  default int length() {
    return row().words() * WORD;
  }

  @Override
  default int widths() {
    return 1 | 2 | WORD;
  }

  @Override
  default Mode mode() {
    return row().mode();
  }

  @Override
  default String note() {
    return row().note();
  }

  /** The row that an access hits from a register's first byte on; {@code null} if it hits none. */
  static <R extends Enum<R> & PrimeCellRegister> @Nullable R find(
      RegisterMap<R> registers, Access access) {
    return access.offset() % WORD == 0 ? registers.find(access) : null;
  }
}
