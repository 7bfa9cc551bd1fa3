package io.jvmm.load.text;

/** Sizes as people read them. */
public final class ByteSize {
  private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private ByteSize() {}

  /** In the largest unit that gives at least one, with one decimal at most, rounded down. */
  public static String of(long bytes) {
    int unit = 0;
    while (unit < UNITS.length - 1 && bytes >>> (10 * (unit + 1)) != 0) {
      unit++;
    }
    long whole = bytes >>> (10 * unit);
    long tenths = unit == 0 ? 0 : (bytes >>> (10 * (unit - 1)) & 1023) * 10 / 1024;
    return whole + (tenths == 0 ? "" : "." + tenths) + " " + UNITS[unit];
  }
}
