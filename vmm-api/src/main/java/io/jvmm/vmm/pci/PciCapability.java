package io.jvmm.vmm.pci;

/**
 * An entry of a function's capability list (PCI Local Bus 3.0, 6.7). Used by one thread at a time.
 */
public interface PciCapability {
  /** Its kind, 8 bits. */
  int id();

  /** How many bytes it has, with the two of the header: a multiple of 4. */
  int length();

  /**
   * Reads some of it, from the first byte of the header on; the header itself, which is the host
   * bridge's, reads as zero here.
   *
   * @param offset in bytes, a multiple of {@code width}
   * @param width 1, 2 or 4 bytes
   */
  long read(int offset, int width);

  /**
   * Writes some of it; what is read-only ignores that.
   *
   * @param offset in bytes, a multiple of {@code width}
   * @param width 1, 2 or 4 bytes
   * @param value zero-extended
   */
  void write(int offset, int width, long value);
}
