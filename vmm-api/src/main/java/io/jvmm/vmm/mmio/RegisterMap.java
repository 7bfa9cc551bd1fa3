package io.jvmm.vmm.mmio;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A device's register table: finds the row that an access hits and decides, in one place for every
 * device, whether its width is legal. Immutable; built once per device class. It costs memory for
 * rows, not for the gaps between them, so a GIC's 64 KiB frame is as good as a UART.
 *
 * @param <R> the device's register enum
 */
public final class RegisterMap<R extends Enum<R> & Register> {
  private final List<R> rows;
  private final List<R> byOffset;
  private final int[] offsets; // of byOffset

  private RegisterMap(List<R> rows, List<R> byOffset) {
    this.rows = rows;
    this.byOffset = byOffset;
    this.offsets = byOffset.stream().mapToInt(Register::offset).toArray();
  }

  /**
   * The table of a register enum.
   *
   * @throws IllegalArgumentException if two rows overlap
   */
  public static <R extends Enum<R> & Register> RegisterMap<R> of(Class<R> type) {
    List<R> rows = List.of(type.getEnumConstants());
    List<R> byOffset = rows.stream().sorted(Comparator.comparingInt(Register::offset)).toList();
    for (int i = 1; i < byOffset.size(); i++) {
      R before = byOffset.get(i - 1);
      if (before.offset() + before.length() > byOffset.get(i).offset()) {
        throw new IllegalArgumentException("%s overlaps %s".formatted(byOffset.get(i), before));
      }
    }
    return new RegisterMap<>(rows, byOffset);
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
    if (access.offset() > Integer.MAX_VALUE) {
      return null;
    }
    int place = Arrays.binarySearch(offsets, (int) access.offset());
    int last = place >= 0 ? place : -place - 2; // the last row that starts at or before the access
    R row = last < 0 ? null : byOffset.get(last);
    return row != null && permits(row, access) ? row : null;
  }

  private static boolean permits(Register row, Access access) {
    return (row.widths() & access.width()) != 0
        && access.isAligned()
        && access.offset() + access.width() <= row.offset() + row.length();
  }
}
