package io.jvmm.virtio.block.qcow2;

import io.jvmm.virtio.block.DiskImage;
import io.jvmm.virtio.block.ImageFile;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.error.InternalException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * The disk's contents: read from wherever a cluster's are, written to clusters of the image's own.
 * Used by one thread at a time.
 */
final class DataClusters {
  private final ImageFile file;
  private final Qcow2Header header;
  private final Geometry geometry;
  private final MetadataClusters metadata;
  private final ClusterMap map;
  private final ClusterAllocator allocator;
  private final CompressedClusters compressed;
  private final Optional<DiskImage> backing;

  DataClusters(
      ImageFile file,
      Qcow2Header header,
      MetadataClusters metadata,
      Qcow2Tables tables,
      Optional<DiskImage> backing) {
    this.file = file;
    this.header = header;
    this.geometry = header.geometry();
    this.metadata = metadata;
    this.map = tables.map();
    this.allocator = tables.allocator();
    this.compressed = new CompressedClusters(file, header);
    this.backing = backing;
  }

  void read(MemorySegment target, long offset) {
    for (long done = 0; done < target.byteSize(); ) {
      long length = contiguous(offset + done, target.byteSize() - done);
      readContiguous(target.asSlice(done, length), offset + done);
      done += length;
    }
  }

  /** How many bytes of the disk, at most {@code max}, are next to one another where they are. */
  private long contiguous(long offset, long max) {
    long cluster = geometry.cluster(offset);
    L2Entry first = map.entry(cluster);
    long length = geometry.restOfCluster(offset);
    for (long i = 1; length < max && follows(map.entry(cluster + i), first, i); i++) {
      length += geometry.clusterSize();
    }
    return Math.min(length, max);
  }

  private boolean follows(L2Entry entry, L2Entry first, long distance) {
    if (first.isStandard()) {
      return entry.isStandard() && entry.offset() == first.offset() + geometry.offset(distance);
    }
    return first.isUnallocated() && entry.isUnallocated();
  }

  private void readContiguous(MemorySegment target, long offset) {
    L2Entry entry = map.entry(geometry.cluster(offset));
    int within = geometry.within(offset);
    if (entry.isCompressed()) {
      target.copyFrom(compressed.contents(entry).asSlice(within, target.byteSize()));
    } else if (isZeroes(entry)) {
      target.fill((byte) 0);
    } else if (entry.isUnallocated()) {
      readBacking(target, offset);
    } else {
      file.readOrZero(target, checked(entry) + within);
    }
  }

  /** What a backing file does not have is zero. */
  private void readBacking(MemorySegment target, long offset) {
    long length = Math.clamp(sizeOfBacking() - offset, 0, target.byteSize());
    if (length > 0) {
      backing.orElseThrow().read(target.asSlice(0, length), offset);
    }
    target.asSlice(length).fill((byte) 0);
  }

  private long sizeOfBacking() {
    return backing.map(DiskImage::size).orElse(0L);
  }

  /** Version 2 has no such entries. */
  private boolean isZeroes(L2Entry entry) {
    return header.hasZeroClusters() && entry.isZeroes();
  }

  /** Where a standard cluster is. */
  private long checked(L2Entry entry) {
    if (!geometry.isAligned(entry.offset()) || entry.offset() >= file.size()) {
      throw BadImage.corrupt(
          file.path(), "an L2 entry points to %d, where no cluster is".formatted(entry.offset()));
    }
    return entry.offset();
  }

  void write(MemorySegment source, long offset) {
    for (long done = 0; done < source.byteSize(); ) {
      long at = offset + done;
      long length = Math.min(geometry.restOfCluster(at), source.byteSize() - done);
      writeWithin(source.asSlice(done, length), at);
      done += length;
    }
  }

  private void writeWithin(MemorySegment source, long offset) {
    L2Entry entry = map.entry(geometry.cluster(offset));
    if (entry.isWritable() && !isZeroes(entry)) {
      checkNoMetadata(entry);
      file.write(source, checked(entry) + geometry.within(offset));
    } else {
      copyOnWrite(source, offset, entry);
    }
  }

  private void copyOnWrite(MemorySegment source, long offset, L2Entry old) {
    checkNoMetadata(old);
    long cluster = geometry.cluster(offset);
    map.makeWritable(cluster, allocator);
    ClusterAllocator.Allocation space = allocator.allocate();
    try {
      fill(space, source, offset);
      map.setEntry(cluster, L2Entry.standard(space.offset()));
    } catch (HostException e) {
      allocator.abandon(space);
      throw e;
    }
    release(old);
  }

  /** Writes a new cluster: the source, and around it what the disk's cluster has so far. */
  private void fill(ClusterAllocator.Allocation space, MemorySegment source, long offset) {
    int within = geometry.within(offset);
    boolean whole = source.byteSize() == geometry.clusterSize();
    if (whole || (space.blank() && readsAsZeroes(geometry.cluster(offset)))) {
      file.write(source, space.offset() + within);
      return;
    }
    MemorySegment contents = MemorySegment.ofArray(new byte[geometry.clusterSize()]);
    readContiguous(contents, offset - within);
    contents.asSlice(within).copyFrom(source);
    file.write(contents, space.offset());
  }

  private boolean readsAsZeroes(long cluster) {
    L2Entry entry = map.entry(cluster);
    return isZeroes(entry) || (entry.isUnallocated() && hasNothingBelow(cluster));
  }

  private boolean hasNothingBelow(long cluster) {
    return geometry.offset(cluster) >= sizeOfBacking();
  }

  /**
   * Makes what lies behind the disk's end read as zeroes: when the disk becomes larger, neither a
   * longer backing file may show there nor what other programs have left in the tables. The L1
   * table is long enough for that.
   *
   * @param from the disk's end
   */
  void blank(long from, long to) {
    long first = geometry.clustersFor(from);
    blankPart(from, Math.min(to, geometry.offset(first)));
    long end = geometry.clustersFor(to);
    for (long cluster = next(first); cluster < end; cluster = next(cluster + 1)) {
      if (!makeZero(cluster, true)) {
        throw new InternalException("the format cannot hide cluster %d".formatted(cluster));
      }
    }
  }

  /** The first cluster from one on that may have other contents than zeroes. */
  private long next(long cluster) {
    return hasNothingBelow(cluster) ? map.nextMapped(cluster) : cluster;
  }

  private void blankPart(long from, long to) {
    MemorySegment zeroes = MemorySegment.ofArray(new byte[(int) (to - from)]);
    MemorySegment contents = MemorySegment.ofArray(new byte[(int) (to - from)]);
    read(contents, from);
    if (contents.mismatch(zeroes) >= 0) {
      write(zeroes, from);
    }
  }

  /**
   * The first offset from one on that may have other contents than zeroes, or one that has none.
   */
  long nextData(long offset) {
    long cluster = geometry.cluster(offset);
    return Math.max(offset, geometry.offset(next(cluster)));
  }

  /** Gives back a cluster's space, if it can have contents without. */
  void discard(long cluster) {
    L2Entry old = map.entry(cluster);
    if (old.hasSpace()) {
      withoutSpace(cluster).ifPresent(entry -> replace(cluster, old, entry));
    }
  }

  /**
   * Makes a cluster read as zeroes without writing any.
   *
   * @param mayUnmap whether it may lose its space for that
   * @return whether that was possible
   */
  boolean makeZero(long cluster, boolean mayUnmap) {
    L2Entry old = map.entry(cluster);
    if (readsAsZeroes(cluster)) {
      return true;
    }
    if (mayUnmap || !old.hasSpace()) {
      Optional<L2Entry> entry = withoutSpace(cluster);
      entry.ifPresent(empty -> replace(cluster, old, empty));
      return entry.isPresent();
    }
    if (!old.isWritable() || !header.hasZeroClusters()) {
      return false;
    }
    checkNoMetadata(old);
    map.makeWritable(cluster, allocator);
    map.setEntry(cluster, old.keptAsZeroes());
    return true;
  }

  /** An entry that takes no space and reads as zeroes, if there is one for the cluster. */
  private Optional<L2Entry> withoutSpace(long cluster) {
    if (hasNothingBelow(cluster)) {
      return Optional.of(L2Entry.UNALLOCATED);
    }
    return header.hasZeroClusters() ? Optional.of(L2Entry.ZEROES) : Optional.empty();
  }

  private void replace(long cluster, L2Entry old, L2Entry entry) {
    checkNoMetadata(old);
    map.makeWritable(cluster, allocator);
    map.setEntry(cluster, entry);
    release(old);
  }

  private void release(L2Entry old) {
    if (old.isCompressed()) {
      allocator.release(old.compressedOffset(geometry), old.compressedLength(geometry));
    } else if (old.hasSpace()) {
      allocator.release(old.offset(), 1);
    }
  }

  /** A damaged image must not make the guest's writes change its tables, or free them. */
  private void checkNoMetadata(L2Entry entry) {
    boolean bad =
        entry.isCompressed()
            ? metadata.contains(entry.compressedOffset(geometry))
                || metadata.contains(
                    entry.compressedOffset(geometry) + entry.compressedLength(geometry) - 1)
            : entry.hasSpace() && metadata.contains(entry.offset());
    if (bad) {
      throw BadImage.corrupt(file.path(), "an L2 entry points to a cluster that a table is in");
    }
  }
}
