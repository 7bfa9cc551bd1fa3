package io.jvmm.load.disk.fat;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The pieces of a long name, while they are read: 13 UTF-16 characters each, numbered from 1, the
 * last piece first and marked. They belong to the entry whose short name has their checksum.
 */
final class LongName {
  private static final int MOST_PIECES = 20;
  private static final int LAST = 0x40;
  private static final int CHECKSUM = 13;
  private static final int SHORT_NAME = 11;
  private static final int[] CHARACTERS = {1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30};

  private final StringBuilder name = new StringBuilder();
  private int missing;
  private byte checksum;
  private boolean started;

  void clear() {
    started = false;
    name.setLength(0);
  }

  /** Takes the next piece; one out of order makes all of them void. */
  void add(ByteBuffer piece) {
    int number = piece.get(0) & 0xff;
    if ((number & LAST) != 0) {
      start(number & (LAST - 1), piece.get(CHECKSUM));
    } else if (!started || number != missing || piece.get(CHECKSUM) != checksum) {
      clear();
    }
    if (started) {
      name.insert(0, characters(piece));
      missing--;
    }
  }

  private void start(int pieces, byte sum) {
    clear();
    missing = pieces;
    checksum = sum;
    started = pieces >= 1 && pieces <= MOST_PIECES;
  }

  /** The name, if it is whole and belongs to this entry; starts anew. */
  Optional<String> take(ByteBuffer entry) {
    boolean belongs = started && missing == 0 && checksum == checksum(entry);
    Optional<String> taken = belongs ? Optional.of(name.toString()) : Optional.empty();
    clear();
    return taken;
  }

  private static String characters(ByteBuffer piece) {
    StringBuilder text = new StringBuilder();
    for (int at : CHARACTERS) {
      char c = piece.getChar(at);
      if (c == 0) {
        break;
      }
      text.append(c);
    }
    return text.toString();
  }

  private static byte checksum(ByteBuffer entry) {
    int sum = 0;
    for (int i = 0; i < SHORT_NAME; i++) {
      sum = (((sum & 1) << 7) + ((sum & 0xff) >> 1) + entry.get(i)) & 0xff;
    }
    return (byte) sum;
  }
}
