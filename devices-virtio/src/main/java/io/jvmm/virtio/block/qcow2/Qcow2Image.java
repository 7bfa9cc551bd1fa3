package io.jvmm.virtio.block.qcow2;

import io.jvmm.virtio.block.DiskImage;
import io.jvmm.virtio.block.ImageFile;
import io.jvmm.virtio.block.ImageGrowth;
import io.jvmm.vmm.error.HostException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A disk image in qcow2 format: it takes space as it is written, may have compressed clusters and
 * internal snapshots, and may be based on another image, which it leaves as it is.
 *
 * <p>Changes to tables stay in memory until {@link #flush}, or until there are many of them; {@link
 * Qcow2Tables#commit} says in which order they get to the file. Requests of several threads are
 * served one at a time.
 */
public final class Qcow2Image implements DiskImage {
  private final ImageFile file;
  private final Qcow2Header header; // as it was when the image was opened
  private final Geometry geometry;
  private final Qcow2Tables tables; // guarded by this, except for the size
  private final Optional<DiskImage> backing;
  private final DataClusters clusters; // guarded by this
  private boolean closed; // guarded by this

  private Qcow2Image(
      ImageFile file,
      Qcow2Header header,
      MetadataClusters metadata,
      Qcow2Tables tables,
      Optional<DiskImage> backing) {
    this.file = file;
    this.header = header;
    this.geometry = header.geometry();
    this.tables = tables;
    this.backing = backing;
    this.clusters = new DataClusters(file, header, metadata, tables, backing);
  }

  /**
   * Opens and locks an image and its backing files. Those are read-only and may be shared.
   *
   * @throws io.jvmm.vmm.error.ConfigurationException if there is none, if permissions forbid it, if
   *     it is in use, if it is damaged, or if it uses what is not supported
   * @throws HostException if the host fails otherwise
   */
  public static Qcow2Image open(Path path, boolean readOnly) {
    Qcow2Image image = open(path, readOnly, BackingChain.of(path));
    if (image.size() % SECTOR != 0) {
      image.close();
      throw BadImage.refused(
          path,
          "is a disk of %d bytes: a disk has whole sectors of %d bytes, see 'qemu-img resize'"
              .formatted(image.size(), SECTOR));
    }
    return image;
  }

  /** Opens the image that a chain ends with so far. */
  static Qcow2Image open(Path path, boolean readOnly, BackingChain chain) {
    ImageFile file = ImageFile.open(path, readOnly);
    try {
      return open(file, chain);
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /** The same, of a file that is open. */
  static Qcow2Image open(ImageFile file, BackingChain chain) {
    Qcow2Header header = HeaderReader.read(file);
    MetadataClusters metadata = new MetadataClusters(file, header.geometry());
    metadata.claim("the header", 0, header.geometry().clusterSize());
    Qcow2Tables tables = new Qcow2Tables(file, header, metadata);
    new SnapshotTable(file, header).claim(metadata);
    if (!file.isReadOnly()) {
      prepareToWrite(file, header);
    }
    return new Qcow2Image(file, header, metadata, tables, chain.open(header.backing()));
  }

  private static void prepareToWrite(ImageFile file, Qcow2Header header) {
    if (header.state().corrupt() || header.state().dirty()) {
      throw BadImage.refused(
          file.path(),
          "was marked as %s by the last program that wrote it: run 'qemu-img check -r all' on it"
              .formatted(header.state().corrupt() ? "corrupt" : "not closed properly"));
    }
    if (header.refcountOrder() != Qcow2Header.REFCOUNT_ORDER_16) {
      throw BadImage.refused(
          file.path(),
          ("has reference counts of %d bits, and is written only with 16: make it read-only, or"
                  + " convert it with 'qemu-img amend -o refcount_bits=16'")
              .formatted(1 << header.refcountOrder()));
    }
    if (header.state().autoclear() != 0) { // such as bitmaps of what changes, not kept here
      file.write(
          MemorySegment.ofBuffer(ByteBuffer.allocate(Long.BYTES)), Qcow2Header.AUTOCLEAR_OFFSET);
    }
  }

  @Override
  public List<Path> files() {
    return Stream.concat(
            Stream.of(file.path()), backing.map(DiskImage::files).orElse(List.of()).stream())
        .toList();
  }

  @Override
  public long size() {
    return tables.size();
  }

  /**
   * Requests wait meanwhile. That is short, unless the backing file is longer than the disk was: it
   * takes an L2 entry to hide each cluster of that.
   */
  @Override
  public synchronized void grow(long bytes) {
    ImageGrowth.check(this, bytes, SECTOR);
    new Growth(file, header, backing).check(size(), bytes);
    if (bytes > size()) {
      tables.lengthenL1(bytes);
      clusters.blank(size(), bytes);
      tables.resize(bytes);
    }
  }

  @Override
  public boolean isReadOnly() {
    return file.isReadOnly();
  }

  @Override
  public int granularity() {
    return geometry.clusterSize();
  }

  @Override
  public boolean canDiscard() {
    return true;
  }

  @Override
  public synchronized long nextData(long offset) {
    return Math.min(clusters.nextData(offset), size());
  }

  @Override
  public synchronized void read(MemorySegment target, long offset) {
    clusters.read(target, offset);
  }

  @Override
  public synchronized void write(MemorySegment source, long offset) {
    clusters.write(source, offset);
  }

  /** Gives back the clusters that lie wholly within the part. */
  @Override
  public synchronized void discard(long offset, long length) {
    long end = endOfClusters(offset + length);
    for (long cluster = geometry.clustersFor(offset); cluster < end; cluster++) {
      clusters.discard(cluster);
    }
  }

  @Override
  public synchronized void writeZeroes(long offset, long length, boolean mayUnmap) {
    long first = geometry.clustersFor(offset);
    long end = endOfClusters(offset + length);
    if (first >= end) {
      DiskImage.super.writeZeroes(offset, length, mayUnmap);
      return;
    }
    DiskImage.super.writeZeroes(offset, geometry.offset(first) - offset, mayUnmap);
    for (long cluster = first; cluster < end; cluster++) {
      zero(cluster, mayUnmap);
    }
    long tail = Math.max(0, offset + length - geometry.offset(end));
    DiskImage.super.writeZeroes(geometry.offset(end), tail, mayUnmap);
  }

  private void zero(long cluster, boolean mayUnmap) {
    if (!clusters.makeZero(cluster, mayUnmap)) {
      long offset = geometry.offset(cluster);
      long length = Math.min(geometry.clusterSize(), size() - offset);
      DiskImage.super.writeZeroes(offset, length, mayUnmap);
    }
  }

  /** The cluster after the last one that ends by {@code offset}; the disk's last may be cut off. */
  private long endOfClusters(long offset) {
    return offset == size() ? geometry.clustersFor(offset) : geometry.cluster(offset);
  }

  @Override
  public synchronized void flush() {
    if (!isReadOnly()) {
      tables.commit();
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (!isReadOnly()) {
        tables.commitAll();
      }
    } finally {
      file.close();
      backing.ifPresent(DiskImage::close);
    }
  }
}
