package io.jvmm.load.acpi.aml;

/** What windows of memory and of bus numbers have in common (ACPI 6.6, 6.4.3.5). */
final class Window {
  /** General flags: passed on to others, and both bounds are as they are said to be. */
  static final int FIXED = 1 << 2 | 1 << 3;

  private Window() {}

  /** The five numbers that say where a window is. */
  static byte[] bounds(long start, long size, int width) {
    return Encoding.concat(
        Encoding.number(0, width), // granularity
        Encoding.number(start, width),
        Encoding.number(start + size - 1, width),
        Encoding.number(0, width), // translation
        Encoding.number(size, width));
  }
}
