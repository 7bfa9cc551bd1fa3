package io.jvmm.load.disk.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.zip.CRC32;

/** Writes disks with GUID partition tables: both headers, both copies of the entries. */
public final class GptWriter {
  private static final int ENTRIES = 128;
  private static final int ENTRY = 128;

  private final int blockSize;
  private final byte[] image;
  private final ByteBuffer disk;
  private final ByteBuffer entries = little(ENTRIES * ENTRY);
  private int count;

  /** A disk with so many blocks. */
  public GptWriter(int blockSize, int blocks) {
    this.blockSize = blockSize;
    this.image = new byte[blockSize * blocks];
    this.disk = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Adds a partition with these contents, from a block on. */
  public GptWriter partition(String type, int firstBlock, byte[] contents) {
    int at = count++ * ENTRY;
    putGuid(at, type);
    putGuid(at + 16, "00000000-0000-0000-0000-00000000000" + count);
    entries.putLong(at + 32, firstBlock);
    entries.putLong(at + 40, firstBlock + contents.length / blockSize - 1);
    disk.put(firstBlock * blockSize, contents);
    return this;
  }

  private void putGuid(int at, String text) {
    UUID guid = UUID.fromString(text);
    long high = guid.getMostSignificantBits();
    entries.putInt(at, (int) (high >>> 32));
    entries.putShort(at + 4, (short) (high >>> 16));
    entries.putShort(at + 6, (short) high);
    entries.putLong(at + 8, Long.reverseBytes(guid.getLeastSignificantBits()));
  }

  /** The disk. */
  public TestDisk write() {
    int last = disk.limit() / blockSize - 1;
    int tableBlocks = ENTRIES * ENTRY / blockSize;
    disk.put(450, (byte) 0xee).putInt(454, 1).putInt(458, last).putShort(510, (short) 0xaa55);
    header(1, last, 2);
    header(last, 1, last - tableBlocks);
    return new TestDisk(image);
  }

  private void header(int own, int other, int table) {
    ByteBuffer header = little(92);
    header.putLong(0, 0x5452_4150_2049_4645L).putInt(8, 0x1_0000).putInt(12, 92);
    header.putLong(24, own).putLong(32, other).putLong(72, table);
    header.putInt(80, ENTRIES).putInt(84, ENTRY).putInt(88, crc(entries));
    header.putInt(16, crc(header));
    disk.put(own * blockSize, header, 0, header.limit());
    disk.put(table * blockSize, entries, 0, entries.limit());
  }

  private static int crc(ByteBuffer bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes.duplicate());
    return (int) crc.getValue();
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
