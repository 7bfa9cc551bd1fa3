package io.jvmm.virtio.block.qcow2;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jvmm.virtio.block.RawImage;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Makes images: version 3, reference counts of 16 bits, nothing written yet. */
public final class Qcow2Creator {
  private static final int DEFAULT_CLUSTER_BITS = 16;
  private static final int REFCOUNT_TABLE_CLUSTER = 1; // right behind the header

  private final Geometry geometry;
  private final long size;
  private final Optional<BackingReference> backing;
  private final int l1Clusters;
  private final int tableClusters;
  private final int blocks;

  private Qcow2Creator(Geometry geometry, long size, Optional<BackingReference> backing) {
    this.geometry = geometry;
    this.size = size;
    this.backing = backing;
    this.l1Clusters = (int) geometry.clustersFor(geometry.l1EntriesFor(size) * Long.BYTES);
    int count = 1;
    while (total(count) > count * geometry.entriesOfRefcountBlock()) {
      count++;
    }
    this.blocks = count;
    this.tableClusters = tableClusters(count);
  }

  private int total(int blockCount) {
    return REFCOUNT_TABLE_CLUSTER + tableClusters(blockCount) + blockCount + l1Clusters;
  }

  private int tableClusters(int blockCount) {
    return (int) geometry.clustersFor((long) blockCount * Long.BYTES);
  }

  /**
   * Makes an image of the same size as a raw one that it is based on: what is written goes to the
   * new image, and what was never written is read from the other one. It appears whole or not at
   * all; if there is a file already, that is left as it is.
   *
   * @param target the image to be made
   * @param base the raw image, which must not change from now on
   * @throws ConfigurationException if the base cannot be used
   * @throws HostException if the host fails
   */
  public static void createOverlay(Path target, Path base) {
    BackingReference reference =
        new BackingReference(base.toAbsolutePath().normalize().toString(), Optional.of("raw"));
    try (RawImage image = RawImage.openUndeclared(base, true)) {
      Qcow2Creator creator =
          new Qcow2Creator(
              new Geometry(DEFAULT_CLUSTER_BITS), image.size(), Optional.of(reference));
      creator.createWhole(target);
    }
  }

  /** Writes an image with nothing in it over whatever the file was. */
  static void create(Path target, int clusterBits, long size, Optional<BackingReference> backing)
      throws IOException {
    new Qcow2Creator(new Geometry(clusterBits), size, backing).write(target);
  }

  private void createWhole(Path target) {
    Path absolute = target.toAbsolutePath();
    try {
      Files.createDirectories(absolute.getParent());
      Path partial = Files.createTempFile(absolute.getParent(), "overlay", ".part");
      try {
        write(partial);
        Files.createLink(absolute, partial); // unlike a move, never replaces what is there
      } finally {
        Files.delete(partial);
      }
    } catch (FileAlreadyExistsException _) {
      // Another process was faster.
    } catch (IOException e) {
      throw new HostException("cannot make disk image %s: %s".formatted(target, e.getMessage()), e);
    }
  }

  private void write(Path target) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            target,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      writeAt(out, header(), 0);
      writeAt(out, refcountTable(), geometry.offset(REFCOUNT_TABLE_CLUSTER));
      writeAt(out, refcounts(), geometry.offset(firstBlock()));
      writeAt(out, ByteBuffer.allocate(l1Clusters * geometry.clusterSize()), l1Offset());
      out.force(true);
    }
  }

  private static void writeAt(FileChannel out, ByteBuffer bytes, long offset) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes, offset + bytes.position());
    }
  }

  private int firstBlock() {
    return REFCOUNT_TABLE_CLUSTER + tableClusters;
  }

  private long l1Offset() {
    return geometry.offset(firstBlock() + blocks);
  }

  private ByteBuffer header() {
    ByteBuffer header = ByteBuffer.allocate(geometry.clusterSize());
    header.putInt(0, Qcow2Header.MAGIC);
    header.putInt(4, 3);
    header.putInt(20, geometry.clusterBits());
    header.putLong(24, size);
    header.putInt(36, (int) geometry.l1EntriesFor(size));
    header.putLong(40, l1Offset());
    header.putLong(Qcow2Header.REFCOUNT_TABLE_OFFSET, geometry.offset(REFCOUNT_TABLE_CLUSTER));
    header.putInt(56, tableClusters);
    header.putInt(96, Qcow2Header.REFCOUNT_ORDER_16);
    header.putInt(100, HeaderReader.SIZE_OF_VERSION_3);
    backing.ifPresent(reference -> putBacking(header, reference));
    return header;
  }

  private static void putBacking(ByteBuffer header, BackingReference reference) {
    byte[] format = HeaderExtensions.backingFormat(reference.format().orElse("raw"));
    header.put(HeaderReader.SIZE_OF_VERSION_3, format);
    byte[] name = reference.name().getBytes(UTF_8);
    int at = HeaderReader.SIZE_OF_VERSION_3 + format.length + Long.BYTES; // after the end mark
    if (name.length > HeaderReader.MAX_BACKING_NAME || at + name.length > header.limit()) {
      throw new ConfigurationException(
          "'%s' is too long a name for a backing file: at most %d bytes"
              .formatted(reference.name(), HeaderReader.MAX_BACKING_NAME));
    }
    header.putLong(8, at);
    header.putInt(16, name.length);
    header.put(at, name);
  }

  private ByteBuffer refcountTable() {
    ByteBuffer table = ByteBuffer.allocate(tableClusters * geometry.clusterSize());
    for (int i = 0; i < blocks; i++) {
      table.putLong(i * Long.BYTES, geometry.offset(firstBlock() + i));
    }
    return table;
  }

  /** The blocks follow one another, and so do the clusters that they count. */
  private ByteBuffer refcounts() {
    ByteBuffer counts = ByteBuffer.allocate(blocks * geometry.clusterSize());
    for (int cluster = 0; cluster < total(blocks); cluster++) {
      counts.putShort(cluster * Short.BYTES, (short) 1);
    }
    return counts;
  }
}
