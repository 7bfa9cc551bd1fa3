package io.jvmm.virtio.block.qcow2;

import io.jvmm.virtio.block.ImageFile;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The internal snapshots. They are neither made nor used here, and never harmed: what they refer to
 * has more than one reference, and is copied before it is written. Their own tables are claimed.
 */
final class SnapshotTable {
  private static final int MAX_EXTRA = 1024; // QEMU's own limit
  private static final long MAX_BYTES = 64L << 20; // of the whole table; likewise

  private final ImageFile file;
  private final Qcow2Header header;

  /** The table of an image. */
  SnapshotTable(ImageFile file, Qcow2Header header) {
    this.file = file;
    this.header = header;
  }

  /**
   * Claims the clusters of the snapshots' tables.
   *
   * @throws io.jvmm.vmm.error.ConfigurationException if they cannot be where the image says
   */
  void claim(MetadataClusters metadata) {
    long length = 0;
    for (int i = 0; i < header.snapshots(); i++) {
      SnapshotEntry entry = entry(i, length);
      metadata.claim("the L1 table of snapshot " + i, entry.l1Offset(), entry.l1Bytes());
      length += entry.length();
    }
    if (length > 0) {
      metadata.claim("the snapshot table", header.snapshotsOffset(), length);
    }
  }

  /**
   * All snapshots, in the table's order.
   *
   * @throws io.jvmm.vmm.error.ConfigurationException if the table is outside the file
   */
  List<Qcow2Snapshot> list() {
    List<Qcow2Snapshot> snapshots = new ArrayList<>();
    long length = 0;
    for (int i = 0; i < header.snapshots(); i++) {
      SnapshotEntry entry = entry(i, length);
      ByteBuffer whole = read(i, length, (int) entry.length());
      snapshots.add(new SnapshotEntry(whole).snapshot(header.extent().size()));
      length += entry.length();
    }
    return snapshots;
  }

  /**
   * Whether each snapshot says how large the disk was: those that do not imply that it never
   * changes.
   *
   * @throws io.jvmm.vmm.error.ConfigurationException if the table is outside the file
   */
  boolean keepsSizes() {
    long length = 0;
    for (int i = 0; i < header.snapshots(); i++) {
      SnapshotEntry entry = entry(i, length);
      if (!entry.keepsSize()) {
        return false;
      }
      length += entry.length();
    }
    return true;
  }

  /** The part of an entry that all have, checked; {@code offset} is from the table's start. */
  private SnapshotEntry entry(int index, long offset) {
    SnapshotEntry entry = new SnapshotEntry(read(index, offset, SnapshotEntry.FIXED_SIZE));
    if (entry.l1Bytes() > HeaderReader.MAX_L1_BYTES
        || entry.extra() > MAX_EXTRA
        || offset + entry.length() > MAX_BYTES) {
      throw BadImage.refused(
          file.path(), "is corrupt: its entry of snapshot %d makes no sense".formatted(index));
    }
    return entry;
  }

  private ByteBuffer read(int index, long offset, int length) {
    long at = header.snapshotsOffset() + offset;
    if (at < 0 || at > file.size() - SnapshotEntry.FIXED_SIZE) {
      throw BadImage.refused(
          file.path(), "is corrupt: its entry of snapshot %d is outside the file".formatted(index));
    }
    ByteBuffer bytes = ByteBuffer.allocate(length);
    file.readOrZero(MemorySegment.ofBuffer(bytes), at);
    return bytes;
  }
}
