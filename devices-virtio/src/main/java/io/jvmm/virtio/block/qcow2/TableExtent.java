package io.jvmm.virtio.block.qcow2;

/**
 * Where a table of 64-bit entries is.
 *
 * @param offset in the file, in bytes
 * @param entries how many it has
 */
record TableExtent(long offset, int entries) {
  /** Its length in bytes. */
  long bytes() {
    return (long) entries * Long.BYTES;
  }
}
