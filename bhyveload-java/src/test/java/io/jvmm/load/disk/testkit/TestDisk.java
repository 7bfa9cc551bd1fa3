package io.jvmm.load.disk.testkit;

import io.jvmm.load.disk.BlockReader;
import io.jvmm.load.disk.block.Disk;
import io.jvmm.load.disk.block.Section;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** A disk in an array. Holds its readers to what they promise: whole sectors, within the disk. */
public final class TestDisk implements BlockReader {
  /** What it is called. */
  public static final String NAME = "test.img";

  private final byte[] bytes;
  private final BitSet sectorsRead = new BitSet();
  private long bytesRead;

  /** A disk with these contents, which may be changed. */
  public TestDisk(byte[] bytes) {
    this.bytes = bytes;
  }

  /** One of the images that {@code make-images.sh} makes. */
  public static TestDisk image(String name) {
    return new TestDisk(imageBytes(name));
  }

  /** The bytes of an image, with the zeroes at its end. */
  public static byte[] imageBytes(String name) {
    String resource = "/io/jvmm/load/disk/" + name + ".img.gz";
    try (InputStream packed =
            Objects.requireNonNull(TestDisk.class.getResourceAsStream(resource), resource);
        InputStream image = new GZIPInputStream(packed)) {
      byte[] start = image.readAllBytes();
      return name.equals("fat32") ? Arrays.copyOf(start, 34 << 20) : start;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes, little-endian, to be changed. */
  public ByteBuffer bytes() {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** How many bytes were read of it. */
  public long bytesRead() {
    return bytesRead;
  }

  /** The numbers of the sectors that were read of it. */
  public BitSet sectorsRead() {
    return sectorsRead;
  }

  /** All of it, with the usual budget. */
  public Section section() {
    return section(Disk.METADATA_LIMIT);
  }

  /** All of it, with a budget of its own. */
  public Section section(long metadataLimit) {
    return new Disk(NAME, size(), this::read, metadataLimit).whole();
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public void read(long offset, ByteBuffer target) throws IOException {
    int length = target.remaining();
    if (offset < 0 || offset % Disk.SECTOR != 0 || length % Disk.SECTOR != 0) {
      throw new AssertionError(length + " bytes at " + offset + " are no whole sectors");
    }
    if (offset + length > bytes.length) {
      throw new AssertionError(length + " bytes at " + offset + " are beyond the disk");
    }
    bytesRead += length;
    int sector = (int) (offset / Disk.SECTOR);
    sectorsRead.set(sector, sector + length / Disk.SECTOR);
    target.put(bytes, (int) offset, length);
  }
}
