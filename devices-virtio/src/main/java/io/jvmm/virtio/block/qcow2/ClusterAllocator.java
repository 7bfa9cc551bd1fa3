package io.jvmm.virtio.block.qcow2;

import io.jvmm.virtio.block.ImageFile;
import io.jvmm.vmm.error.HostException;
import java.util.Arrays;

/**
 * Gives out clusters of the file and takes them back. What is given back is free only after the
 * next {@link Qcow2Tables#commit}: until then the tables in the file may still refer to it, and a
 * machine that dies must find them right. Used by one thread at a time.
 */
final class ClusterAllocator {
  /** How many clusters may wait for a commit. */
  private static final int MAX_PENDING = 1 << 16;

  private final ImageFile file;
  private final Geometry geometry;
  private final RefcountTable refcounts;
  private final MetadataClusters metadata;
  private final Runnable commit;
  private long next; // no cluster before it is free
  private long untouched; // all of the file from this cluster on is a hole
  private long[] pending = new long[64]; // clusters with one reference less
  private int pendingCount;

  /**
   * A cluster for the taking.
   *
   * @param offset where it begins
   * @param blank whether it reads as zeroes
   */
  record Allocation(long offset, boolean blank) {}

  ClusterAllocator(
      ImageFile file,
      Geometry geometry,
      RefcountTable refcounts,
      MetadataClusters metadata,
      Runnable commit) {
    this.file = file;
    this.geometry = geometry;
    this.refcounts = refcounts;
    this.metadata = metadata;
    this.commit = commit;
    this.untouched = geometry.clustersFor(file.size());
  }

  /**
   * Takes a cluster that is free: it has one reference now.
   *
   * @throws io.jvmm.vmm.error.HostException if there is no room for it
   */
  Allocation allocate() {
    while (!isFree(next)) {
      next++;
    }
    refcounts.setCount(next, 1);
    boolean blank = next >= untouched;
    untouched = Math.max(untouched, next + 1);
    return new Allocation(geometry.offset(next++), blank);
  }

  /** Whether a cluster can be given out; where nothing counts it yet, it may come to do that. */
  private boolean isFree(long cluster) {
    checkLimit(cluster);
    if (!refcounts.covers(cluster)) {
      growTable();
    }
    if (metadata.contains(geometry.offset(cluster))) {
      return false;
    }
    if (!refcounts.hasBlock(cluster)) {
      refcounts.addBlock(cluster, cluster);
      untouched = Math.max(untouched, cluster + 1);
      return false;
    }
    return refcounts.count(cluster) == 0;
  }

  private void checkLimit(long cluster) {
    if (cluster >= MetadataClusters.MAX_CLUSTERS) {
      throw new HostException(
          "disk image %s is full: its file can have no more clusters".formatted(file.path()));
    }
  }

  private void growTable() {
    commit.run();
    TableExtent old = refcounts.grow();
    untouched = Math.max(untouched, geometry.clustersFor(file.size()));
    for (long at = old.offset(); at < old.offset() + old.bytes(); at += geometry.clusterSize()) {
      release(at, 1);
    }
  }

  /**
   * Takes clusters that follow one another, and hold a table: each has one reference now. They are
   * a hole at the end of the file.
   *
   * @return the extent's offset
   * @throws HostException if there is no room for them
   */
  long allocateTable(long clusters) {
    long first = findRun(clusters);
    untouched = first + clusters;
    for (long cluster = first; cluster < untouched; cluster++) {
      refcounts.setCount(cluster, 1);
      metadata.add(geometry.offset(cluster));
    }
    return geometry.offset(first);
  }

  /** New blocks that count the clusters go before them, for none fits in between. */
  private long findRun(long clusters) {
    long first = untouched;
    long at = first;
    while (at < first + clusters) {
      checkLimit(at);
      if (!refcounts.covers(at)) {
        growTable();
        first = untouched;
        at = first;
      } else if (!refcounts.hasBlock(at)) {
        refcounts.addBlock(first++, at);
        at = Math.max(at, first);
      } else if (refcounts.count(at++) > 0) {
        first = at;
      }
    }
    return first;
  }

  /** Gives a table's clusters back at once; nothing in the file ever referred to them. */
  void abandonTable(long offset, long clusters) {
    for (long i = 0; i < clusters; i++) {
      long at = offset + geometry.offset(i);
      metadata.remove(at);
      abandon(new Allocation(at, false));
    }
  }

  /** Gives a cluster back at once that nothing in the file ever referred to. */
  void abandon(Allocation allocation) {
    long cluster = geometry.cluster(allocation.offset());
    refcounts.setCount(cluster, 0);
    next = Math.min(next, cluster);
  }

  /**
   * Gives back one reference to each cluster that some bytes lie in; the tables in memory do not
   * refer to them any more.
   */
  void release(long offset, long bytes) {
    long last = geometry.cluster(offset + bytes - 1);
    for (long cluster = geometry.cluster(offset); cluster <= last; cluster++) {
      if (pendingCount == pending.length) {
        pending = Arrays.copyOf(pending, 2 * pendingCount);
      }
      pending[pendingCount++] = cluster;
    }
    if (pendingCount >= MAX_PENDING) {
      commit.run();
    }
  }

  /** Takes away the references given back: the tables in the file do not have them any more. */
  void freeReleased() {
    long[] released = Arrays.copyOf(pending, pendingCount);
    pendingCount = 0;
    for (long cluster : released) {
      int count = refcounts.count(cluster);
      if (count == 1) {
        metadata.remove(geometry.offset(cluster));
        next = Math.min(next, cluster);
      }
      if (count > 0) { // or the image was corrupt, and at least this gets no worse
        refcounts.setCount(cluster, count - 1);
      }
    }
  }
}
