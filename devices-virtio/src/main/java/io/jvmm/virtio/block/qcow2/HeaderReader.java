package io.jvmm.virtio.block.qcow2;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jvmm.virtio.block.ImageFile;
import io.jvmm.vmm.error.ConfigurationException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reads a header, and refuses what the format, or this implementation of it, does not allow. */
final class HeaderReader {
  /** The header of version 2. */
  static final int SIZE_OF_VERSION_2 = 72;

  /** The least header of version 3. */
  static final int SIZE_OF_VERSION_3 = 104;

  /** The longest L1 table: QEMU's own limit. */
  static final long MAX_L1_BYTES = 32L << 20;

  /** The longest refcount table: QEMU's own limit. */
  static final long MAX_REFCOUNT_TABLE_BYTES = 8L << 20;

  static final int MAX_BACKING_NAME = 1023;
  private static final int MAX_SNAPSHOTS = 65_536;
  private static final int MAX_REFCOUNT_ORDER = 6;
  private static final int COMPRESSION_TYPE = 104;

  private final ImageFile file;
  private final long length;
  private final ByteBuffer bytes;

  private HeaderReader(ImageFile file) {
    this.file = file;
    this.length = file.size();
    int first = (int) Math.min(length, 1 << Geometry.MAX_CLUSTER_BITS);
    byte[] start = new byte[Math.max(first, SIZE_OF_VERSION_3 + Long.BYTES)];
    file.readOrZero(MemorySegment.ofArray(start), 0);
    this.bytes = ByteBuffer.wrap(start); // big-endian, as the whole format is
  }

  /** Whether a file begins as an image in this format does. */
  static boolean isQcow2(ImageFile file) {
    return new HeaderReader(file).hasMagic();
  }

  /**
   * Reads the header.
   *
   * @throws ConfigurationException if it is not that of an image that can be used
   */
  static Qcow2Header read(ImageFile file) {
    return new HeaderReader(file).read();
  }

  private boolean hasMagic() {
    return length >= SIZE_OF_VERSION_2 && bytes.getInt(0) == Qcow2Header.MAGIC;
  }

  private Qcow2Header read() {
    if (!hasMagic()) {
      throw refused("is not in qcow2 format: correct \"format\", or the path");
    }
    int version = inRange("its version", bytes.getInt(4), 2, 3);
    int clusterBits =
        inRange(
            "cluster_bits", bytes.getInt(20), Geometry.MIN_CLUSTER_BITS, Geometry.MAX_CLUSTER_BITS);
    Geometry geometry = new Geometry(clusterBits);
    bytes.limit(Math.min(bytes.limit(), Math.max(geometry.clusterSize(), SIZE_OF_VERSION_3 + 8)));
    if (bytes.getInt(32) != 0) {
      throw refused("is encrypted, which is not supported: decrypt it with 'qemu-img convert'");
    }
    return version == 2 ? version2(geometry) : version3(geometry);
  }

  private Qcow2Header version2(Geometry geometry) {
    HeaderExtensions extensions = extensions(SIZE_OF_VERSION_2);
    Qcow2Header.State clean = new Qcow2Header.State(false, false, 0);
    return header(
        2, geometry, Qcow2Header.REFCOUNT_ORDER_16, extensions, Compression.DEFLATE, clean);
  }

  private Qcow2Header version3(Geometry geometry) {
    int headerLength =
        inRange("header_length", bytes.getInt(100), SIZE_OF_VERSION_3, geometry.clusterSize());
    HeaderExtensions extensions = extensions(headerLength);
    long features = bytes.getLong(72);
    refuseFeatures(features, extensions);
    Qcow2Header.State state =
        new Qcow2Header.State(
            IncompatibleFeature.DIRTY.isIn(features),
            IncompatibleFeature.CORRUPT.isIn(features),
            bytes.getLong(Qcow2Header.AUTOCLEAR_OFFSET));
    int order = inRange("refcount_order", bytes.getInt(96), 0, MAX_REFCOUNT_ORDER);
    return header(3, geometry, order, extensions, compression(headerLength, features), state);
  }

  private Qcow2Header header(
      int version,
      Geometry geometry,
      int refcountOrder,
      HeaderExtensions extensions,
      Compression compression,
      Qcow2Header.State state) {
    long size = size(geometry);
    return new Qcow2Header(
        version,
        geometry,
        new DiskExtent(size, l1(geometry, size)),
        refcountTable(geometry),
        refcountOrder,
        inRange("the number of snapshots", bytes.getInt(60), 0, MAX_SNAPSHOTS),
        bytes.getLong(64),
        backing(extensions),
        compression,
        state);
  }

  private HeaderExtensions extensions(int start) {
    return HeaderExtensions.read(bytes, start)
        .orElseThrow(() -> refused("has a header extension that does not end in its header"));
  }

  private void refuseFeatures(long features, HeaderExtensions extensions) {
    for (IncompatibleFeature feature : IncompatibleFeature.values()) {
      if (feature.isIn(features) && feature.refusal().isPresent()) {
        throw refused(feature.refusal().get());
      }
    }
    long unknown = IncompatibleFeature.unknown(features);
    if (unknown != 0) {
      throw refused(
          "needs a feature that is not supported: "
              + extensions.nameOfIncompatible(Long.numberOfTrailingZeros(unknown)));
    }
  }

  private Compression compression(int headerLength, long features) {
    int type = headerLength > COMPRESSION_TYPE ? bytes.get(COMPRESSION_TYPE) : 0;
    boolean declared = IncompatibleFeature.COMPRESSION_TYPE.isIn(features);
    Compression[] known = Compression.values();
    if (type < 0 || type >= known.length || declared != (type != 0)) {
      throw refused("is compressed in a way that is not supported: type " + type);
    }
    return known[type];
  }

  private long size(Geometry geometry) {
    long size = bytes.getLong(24);
    if (size <= 0 || size > geometry.maxSize()) {
      throw refused(
          "is a disk of %s bytes: one with clusters of %d bytes has 1 to %d"
              .formatted(Long.toUnsignedString(size), geometry.clusterSize(), geometry.maxSize()));
    }
    return size;
  }

  private TableExtent l1(Geometry geometry, long size) {
    int entries =
        inRange(
            "the number of L1 entries",
            bytes.getInt(36),
            Math.toIntExact(geometry.l1EntriesFor(size)),
            (int) (MAX_L1_BYTES / Long.BYTES));
    return new TableExtent(bytes.getLong(40), entries);
  }

  private TableExtent refcountTable(Geometry geometry) {
    int max = (int) Math.max(1, MAX_REFCOUNT_TABLE_BYTES / geometry.clusterSize());
    int clusters = inRange("the number of refcount table clusters", bytes.getInt(56), 1, max);
    return new TableExtent(
        bytes.getLong(Qcow2Header.REFCOUNT_TABLE_OFFSET),
        clusters * geometry.clusterSize() / Long.BYTES);
  }

  private Optional<BackingReference> backing(HeaderExtensions extensions) {
    long offset = bytes.getLong(8);
    if (offset == 0) {
      return Optional.empty();
    }
    int size =
        inRange("the length of the backing file's name", bytes.getInt(16), 1, MAX_BACKING_NAME);
    if (offset < 0 || offset > bytes.limit() - size) {
      throw refused("has the name of its backing file outside its first cluster");
    }
    byte[] name = new byte[size];
    bytes.get((int) offset, name);
    return Optional.of(new BackingReference(new String(name, UTF_8), extensions.backingFormat()));
  }

  private int inRange(String what, int value, int min, int max) {
    if (value < min || value > max) {
      throw refused(
          "has a header in which %s is %s: it should be %d to %d"
              .formatted(what, Integer.toUnsignedString(value), min, max));
    }
    return value;
  }

  private ConfigurationException refused(String why) {
    return BadImage.refused(file.path(), why);
  }
}
