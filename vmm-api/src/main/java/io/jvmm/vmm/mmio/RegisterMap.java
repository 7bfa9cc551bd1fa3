package io.jvmm.vmm.mmio;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A device's register table: finds the row that an access hits and decides, in one place for every
 * device, whether its width is legal. Immutable; built once per device class.
 *
 * @param <R> the device's register enum
 */
public final class RegisterMap<R extends Enum<R> & Register> {
  private final List<R> rows;
  private final @Nullable R[] rowOfByte;

  private RegisterMap(R[] rows, @Nullable R[] rowOfByte) {
    this.rows = List.of(rows);
    this.rowOfByte = rowOfByte;
  }

  /**
   * The table of a register enum.
   *
   * @throws IllegalArgumentException if two rows overlap
   */
  public static <R extends Enum<R> & Register> RegisterMap<R> of(Class<R> type) {
    R[] rows = type.getEnumConstants();
    int end = 0;
    for (R row : rows) {
      end = Math.max(end, row.offset() + row.length());
    }
    @SuppressWarnings("unchecked")
    @Nullable R[] rowOfByte = (R[]) java.lang.reflect.Array.newInstance(type, end);
    for (R row : rows) {
      place(row, rowOfByte);
    }
    return new RegisterMap<>(rows, rowOfByte);
  }

  private static <R extends Enum<R> & Register> void place(R row, @Nullable R[] rowOfByte) {
    for (int at = row.offset(); at < row.offset() + row.length(); at++) {
      R other = rowOfByte[at];
      if (other != null) {
        throw new IllegalArgumentException("%s overlaps %s".formatted(row, other));
      }
      rowOfByte[at] = row;
    }
  }

  /** The rows, in the order of declaration. */
  public List<R> rows() {
    return rows;
  }

  /**
   * The row that an access hits; {@code null} if it hits none, or if the row does not permit the
   * access's width, alignment or extent. What then happens is the bus's policy.
   */
  public @Nullable R find(Access access) {
    long offset = access.offset();
    if (offset >= rowOfByte.length) {
      return null;
    }
    R row = rowOfByte[(int) offset];
    return row != null && permits(row, access) ? row : null;
  }

  private static boolean permits(Register row, Access access) {
    return (row.widths() & access.width()) != 0
        && access.isAligned()
        && access.offset() + access.width() <= row.offset() + row.length();
  }
}
