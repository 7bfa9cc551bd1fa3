package io.jvmm.virtio.block.qcow2;

import io.jvmm.virtio.block.ImageFile;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * The internal snapshots. They are neither made nor used here, and never harmed: what they refer to
 * has more than one reference, and is copied before it is written. Their own tables are claimed.
 */
final class SnapshotTable {
  private static final int ENTRY_SIZE = 40;
  private static final int ID_LENGTH = 12;
  private static final int NAME_LENGTH = 14;
  private static final int EXTRA_LENGTH = 36;
  private static final int MAX_EXTRA = 1024; // QEMU's own limit
  private static final int ALIGNMENT = 8;

  private final ImageFile file;
  private final Qcow2Header header;
  private final MetadataClusters metadata;

  private SnapshotTable(ImageFile file, Qcow2Header header, MetadataClusters metadata) {
    this.file = file;
    this.header = header;
    this.metadata = metadata;
  }

  /**
   * Claims the clusters of the snapshots' tables.
   *
   * @throws io.jvmm.vmm.error.ConfigurationException if they cannot be where the image says
   */
  static void claim(ImageFile file, Qcow2Header header, MetadataClusters metadata) {
    new SnapshotTable(file, header, metadata).claim();
  }

  private void claim() {
    long length = 0;
    for (int i = 0; i < header.snapshots(); i++) {
      length += claimEntry(i, header.snapshotsOffset() + length);
    }
    if (length > 0) {
      metadata.claim("the snapshot table", header.snapshotsOffset(), length);
    }
  }

  /** Claims a snapshot's L1 table; how long its entry is, with padding. */
  private long claimEntry(int index, long at) {
    if (at < 0 || at > file.size() - ENTRY_SIZE) {
      throw BadImage.refused(
          file.path(), "is corrupt: its entry of snapshot %d is outside the file".formatted(index));
    }
    ByteBuffer entry = ByteBuffer.allocate(ENTRY_SIZE);
    file.readOrZero(MemorySegment.ofBuffer(entry), at);
    long l1Bytes = Integer.toUnsignedLong(entry.getInt(Long.BYTES)) * Long.BYTES;
    long extra = Integer.toUnsignedLong(entry.getInt(EXTRA_LENGTH));
    if (l1Bytes > HeaderReader.MAX_L1_BYTES || extra > MAX_EXTRA) {
      throw BadImage.refused(
          file.path(), "is corrupt: its entry of snapshot %d makes no sense".formatted(index));
    }
    metadata.claim("the L1 table of snapshot " + index, entry.getLong(0), l1Bytes);
    long texts =
        Short.toUnsignedLong(entry.getShort(ID_LENGTH))
            + Short.toUnsignedLong(entry.getShort(NAME_LENGTH));
    return Math.ceilDiv(ENTRY_SIZE + extra + texts, ALIGNMENT) * ALIGNMENT;
  }
}
