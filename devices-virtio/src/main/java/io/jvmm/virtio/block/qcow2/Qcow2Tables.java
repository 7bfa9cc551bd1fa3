package io.jvmm.virtio.block.qcow2;

import io.jvmm.virtio.block.ImageFile;

/**
 * All tables of an image, and the order in which changes to them get to the file. Used by one
 * thread at a time.
 */
final class Qcow2Tables {
  private final ImageFile file;
  private final ClusterMap map;
  private final RefcountTable refcounts;
  private final ClusterAllocator allocator;

  /** Reads the tables. */
  Qcow2Tables(ImageFile file, Qcow2Header header, MetadataClusters metadata) {
    this.file = file;
    this.refcounts = new RefcountTable(file, header, metadata, this::commit);
    this.map = new ClusterMap(file, header, metadata, this::commit);
    this.allocator =
        new ClusterAllocator(file, header.geometry(), refcounts, metadata, this::commit);
  }

  ClusterMap map() {
    return map;
  }

  ClusterAllocator allocator() {
    return allocator;
  }

  /**
   * Brings everything to stable storage. A cluster is counted in the file before anything in the
   * file refers to it, and is counted down only after nothing does: whenever this process, or the
   * host, stops, the worst that is left is clusters that are counted and not used.
   */
  void commit() {
    refcounts.writeBlocks();
    file.flush(); // with the data that the L2 tables are going to refer to
    if (refcounts.hasNewBlocks()) {
      refcounts.writeTable();
      file.flush();
    }
    map.writeTables();
    file.flush();
    if (map.hasNewTables()) {
      map.writeL1();
      file.flush();
    }
    refcounts.markWritten();
    map.markWritten();
    allocator.freeReleased();
  }

  /** The same, and then counts what was given back as free: so that nothing is left. */
  void commitAll() {
    commit();
    commit();
  }
}
