package io.jvmm.load.format;

import java.nio.ByteBuffer;

/**
 * The section table of a PE file, as kernels with an EFI stub have it (PE Format, "Section Table").
 * Read for one thing only: where the file must reach to. A table that makes no sense says nothing.
 */
final class PeSections {
  /** How much of a file is enough to see the table behind an arm64 Image's header. */
  static final int HEAD = 4096;

  private static final int SIGNATURE = 0x0000_4550; // "PE\0\0"
  private static final int COFF_HEADER = 24;
  private static final int SECTION_COUNT = 6;
  private static final int OPTIONAL_HEADER_SIZE = 20;
  private static final int ROW = 40;
  private static final int RAW_SIZE = 16;
  private static final int RAW_START = 20;

  private PeSections() {}

  /**
   * The end of the last section in bytes from the start of the file; 0 if it cannot be told.
   *
   * @param head the file's first bytes, {@value #HEAD} of them unless it has fewer, little-endian
   * @param pe where the PE header starts; 0 if there is none
   */
  static long end(ByteBuffer head, long pe) {
    if (pe == 0 || pe > HEAD - COFF_HEADER) {
      return 0;
    }
    if (pe > head.limit() - COFF_HEADER) {
      return pe + COFF_HEADER;
    }
    return head.getInt((int) pe) == SIGNATURE ? sectionsEnd(head, pe) : 0;
  }

  private static long sectionsEnd(ByteBuffer head, long pe) {
    int count = Short.toUnsignedInt(head.getShort((int) pe + SECTION_COUNT));
    int skipped = Short.toUnsignedInt(head.getShort((int) pe + OPTIONAL_HEADER_SIZE));
    long end = 0;
    for (int i = 0; i < count; i++) {
      long row = pe + COFF_HEADER + skipped + (long) i * ROW;
      if (row > head.limit() - ROW) {
        return Math.max(end, row > HEAD - ROW ? 0 : row + ROW);
      }
      end = Math.max(end, sectionEnd(head, (int) row));
    }
    return end;
  }

  private static long sectionEnd(ByteBuffer head, int row) {
    return Integer.toUnsignedLong(head.getInt(row + RAW_START))
        + Integer.toUnsignedLong(head.getInt(row + RAW_SIZE));
  }
}
