package io.jvmm.virtio.block.qcow2;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * An entry of the table of internal snapshots (qcow2, "Snapshots"): a fixed part, extra data of a
 * length of their own, an id and a name, padded to {@value #ALIGNMENT} bytes.
 *
 * @param bytes at least the fixed part
 */
record SnapshotEntry(ByteBuffer bytes) {
  /** How long the part is that all have, in bytes. */
  static final int FIXED_SIZE = 40;

  private static final int ALIGNMENT = 8;
  private static final int L1_ENTRIES = 8;
  private static final int ID_LENGTH = 12;
  private static final int NAME_LENGTH = 14;
  private static final int SECONDS = 16;
  private static final int NANOSECONDS = 20;
  private static final int MACHINE_STATE_32 = 32;
  private static final int EXTRA_LENGTH = 36;
  private static final int MACHINE_STATE = 40; // of the extra data, as is what follows
  private static final int DISK_SIZE = 48;

  long l1Offset() {
    return bytes.getLong(0);
  }

  long l1Bytes() {
    return unsignedInt(L1_ENTRIES) * Long.BYTES;
  }

  /** How many bytes of extra data there are. */
  long extra() {
    return unsignedInt(EXTRA_LENGTH);
  }

  /** How long the entry is, with padding. */
  long length() {
    long length = FIXED_SIZE + extra() + unsignedShort(ID_LENGTH) + unsignedShort(NAME_LENGTH);
    return Math.ceilDiv(length, ALIGNMENT) * ALIGNMENT;
  }

  /**
   * What it says, of an entry that is here whole.
   *
   * @param imageSize the disk's size now, which old entries imply
   */
  Qcow2Snapshot snapshot(long imageSize) {
    int texts = FIXED_SIZE + (int) extra();
    int idLength = unsignedShort(ID_LENGTH);
    return new Qcow2Snapshot(
        text(texts, idLength),
        text(texts + idLength, unsignedShort(NAME_LENGTH)),
        Instant.ofEpochSecond(unsignedInt(SECONDS), unsignedInt(NANOSECONDS)),
        extraLong(DISK_SIZE, imageSize),
        extraLong(MACHINE_STATE, unsignedInt(MACHINE_STATE_32)));
  }

  /** Whether it says how large the disk was. */
  boolean keepsSize() {
    return reaches(DISK_SIZE);
  }

  private long extraLong(int offset, long otherwise) {
    return reaches(offset) ? bytes.getLong(offset) : otherwise;
  }

  private boolean reaches(int offset) {
    return FIXED_SIZE + extra() >= offset + Long.BYTES;
  }

  private String text(int offset, int length) {
    return UTF_8.decode(bytes.slice(offset, length)).toString();
  }

  private long unsignedInt(int offset) {
    return Integer.toUnsignedLong(bytes.getInt(offset));
  }

  private int unsignedShort(int offset) {
    return Short.toUnsignedInt(bytes.getShort(offset));
  }
}
