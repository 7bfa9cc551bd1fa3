package io.jvmm.virtio.block.qcow2;

/**
 * Where the contents of one of the disk's clusters are.
 *
 * @param bits the entry of the L2 table
 */
record L2Entry(long bits) {
  /** The bits of a host offset in L1 and L2 entries. */
  static final long OFFSET = 0x00ff_ffff_ffff_fe00L;

  /** The bit that says: this is the only reference, so that it may be overwritten. */
  static final long COPIED = 1L << 63;

  private static final long COMPRESSED = 1L << 62;
  private static final long ZERO = 1;
  private static final int SECTOR = 512;

  /** The contents are the backing file's, or zeroes. */
  static final L2Entry UNALLOCATED = new L2Entry(0);

  /** The contents are zeroes, whatever a backing file says. */
  static final L2Entry ZEROES = new L2Entry(ZERO);

  /** The contents are in a cluster that nothing else refers to. */
  static L2Entry standard(long offset) {
    return new L2Entry(offset | COPIED);
  }

  /** The same cluster, which reads as zeroes from now on. */
  L2Entry keptAsZeroes() {
    return new L2Entry(bits | ZERO);
  }

  boolean isCompressed() {
    return (bits & COMPRESSED) != 0;
  }

  boolean isZeroes() {
    return !isCompressed() && (bits & ZERO) != 0;
  }

  boolean isUnallocated() {
    return (bits & (COMPRESSED | COPIED | ZERO | OFFSET)) == 0;
  }

  boolean isStandard() {
    return !isCompressed() && !isZeroes() && !isUnallocated();
  }

  /** Whether a cluster of the file, or several, belong to it. */
  boolean hasSpace() {
    return isCompressed() || (bits & OFFSET) != 0;
  }

  /** Whether its contents may be overwritten in place. */
  boolean isWritable() {
    return isStandard() && (bits & COPIED) != 0;
  }

  /** Of a standard cluster: where in the file it begins. */
  long offset() {
    return bits & OFFSET;
  }

  /** Of a compressed cluster: where in the file its data begin, anywhere in a sector. */
  long compressedOffset(Geometry geometry) {
    return bits & ((1L << offsetBits(geometry)) - 1) & ((1L << 56) - 1);
  }

  /** Of a compressed cluster: the most bytes that its data take, to the end of a sector. */
  int compressedLength(Geometry geometry) {
    long offset = compressedOffset(geometry);
    long moreSectors = (bits & (COMPRESSED - 1)) >>> offsetBits(geometry);
    return (int) ((moreSectors + 1) * SECTOR - offset % SECTOR);
  }

  private static int offsetBits(Geometry geometry) {
    return 62 - (geometry.clusterBits() - 8);
  }
}
