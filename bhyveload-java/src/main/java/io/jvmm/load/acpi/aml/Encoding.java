package io.jvmm.load.acpi.aml;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** What all terms are put together from. Numbers are little-endian. */
final class Encoding {
  /** An operator of two bytes starts with it (ACPI 6.6, 20.2.3: ExtOpPrefix). */
  static final int EXTENDED = 0x5b;

  /** What a lead byte can say of the length by itself, and beside further bytes. */
  private static final int SHORT_LENGTH = 0x3f;

  private static final int LEAD_BITS = 4;
  private static final int FURTHER_BYTES_SHIFT = 6;
  private static final int MAX_FURTHER_BYTES = 3;

  private Encoding() {}

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** The low bytes of a number. */
  static byte[] number(long value, int width) {
    byte[] all =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    return Arrays.copyOf(all, width);
  }

  static byte[] concat(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer whole = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      whole.put(part);
    }
    return whole.array();
  }

  static byte[] concat(List<? extends Term> terms) {
    return concat(terms.stream().map(Term::encoded).toArray(byte[][]::new));
  }

  /** An operator, the length of the package that follows, and its content. */
  static byte[] packed(byte[] operator, byte[]... content) {
    byte[] all = concat(content);
    return concat(operator, packageLength(all.length), all);
  }

  /**
   * The length of a package, which counts the bytes that tell it (ACPI 6.6, 20.2.4): up to 63 in
   * the lead byte; otherwise its upper two bits count the bytes that follow, and its lower four are
   * the length's lowest.
   */
  static byte[] packageLength(int contentLength) {
    if (contentLength + 1 <= SHORT_LENGTH) {
      return bytes(contentLength + 1);
    }
    int further = 1;
    while ((contentLength + 1L + further) >>> (LEAD_BITS + Byte.SIZE * further) != 0) {
      further++;
    }
    if (further > MAX_FURTHER_BYTES) {
      throw new IllegalArgumentException(
          "a package of %d bytes is longer than AML can say".formatted(contentLength));
    }
    int length = contentLength + 1 + further;
    int lead = further << FURTHER_BYTES_SHIFT | (length & ((1 << LEAD_BITS) - 1));
    return concat(bytes(lead), number(length >>> LEAD_BITS, further));
  }
}
