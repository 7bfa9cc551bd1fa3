package io.jvmm.virtio.console;

/**
 * How much text the host's terminal shows.
 *
 * @param columns characters in a line, 0 to 65535; 0 if unknown
 * @param rows lines, 0 to 65535; 0 if unknown
 */
public record ConsoleSize(int columns, int rows) {
  private static final int MAX = 0xffff;

  /** Refuses what does not fit in the configuration space's 16 bits. */
  public ConsoleSize {
    if ((columns & ~MAX) != 0 || (rows & ~MAX) != 0) {
      throw new IllegalArgumentException("no console has %d x %d".formatted(columns, rows));
    }
  }

  /** As struct virtio_console_config and struct virtio_console_resize have it (virtio 1.3, 5.3). */
  byte[] toBytes() {
    return new byte[] {
      (byte) columns, (byte) (columns >>> Byte.SIZE), (byte) rows, (byte) (rows >>> Byte.SIZE)
    };
  }
}
