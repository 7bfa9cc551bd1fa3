package io.jvmm.virtio;

/**
 * A device's configuration space (virtio 1.3, 2.5): little-endian fields that the driver reads, and
 * a generation by which it notices that they changed between two reads. What the driver writes goes
 * to the device, which may {@link #replace} the contents then. Safe for use by any thread.
 */
public final class ConfigSpace {
  /** What a device does with what its driver writes. */
  @FunctionalInterface
  public interface WriteHandler {
    /**
     * The driver has written a little-endian number; most devices ignore most of them. May be
     * called by several vCPU threads at a time.
     *
     * @param offset in bytes, at least 0; may lie past the end
     * @param width 1, 2, 4 or 8 bytes
     */
    void written(long offset, int width, long value);
  }

  private static final class Contents {
    private final byte[] bytes;
    private final int generation;

    Contents(byte[] bytes, int generation) {
      this.bytes = bytes.clone();
      this.generation = generation;
    }
  }

  private final WriteHandler device;
  private volatile Contents contents; // replaced as a whole, under this monitor

  /** A configuration space with these first contents, of which the driver writes nothing. */
  public ConfigSpace(byte... bytes) {
    this((_, _, _) -> {}, bytes);
  }

  /** A configuration space with these first contents, which the driver may write. */
  public ConfigSpace(WriteHandler device, byte... bytes) {
    this.device = device;
    this.contents = new Contents(bytes, 0);
  }

  /** Replaces the contents, which is a new generation. */
  public synchronized void replace(byte... bytes) {
    contents = new Contents(bytes, contents.generation + 1);
  }

  /** How many times the contents were replaced, modulo 2<sup>32</sup>. */
  public int generation() {
    return contents.generation;
  }

  /**
   * Reads a little-endian number; past the end everything is zero.
   *
   * @param offset in bytes, at least 0
   * @param width 1, 2, 4 or 8 bytes
   */
  public long read(long offset, int width) {
    byte[] bytes = contents.bytes;
    long value = 0;
    for (int i = 0; i < width && offset + i < bytes.length; i++) {
      value |= (bytes[(int) offset + i] & 0xffL) << (Byte.SIZE * i);
    }
    return value;
  }

  /** The driver writes a little-endian number: see {@link WriteHandler#written}. */
  public void write(long offset, int width, long value) {
    device.written(offset, width, value);
  }
}
