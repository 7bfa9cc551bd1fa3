package io.jvmm.virtio.block.qcow2;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Takes clusters out of their compression. Input is hostile: it may be anything, and what follows
 * its end is anything.
 */
final class Decompressor {
  /** The longest window that is allowed for, 16 MiB: a cluster has no use for more than 2 MiB. */
  private static final int MAX_WINDOW_BITS = 24;

  private final Compression compression;
  private final int clusterSize;

  Decompressor(Compression compression, int clusterSize) {
    this.compression = compression;
    this.clusterSize = clusterSize;
  }

  /**
   * The cluster whose compressed form {@code input} begins with.
   *
   * @throws IOException if it is not the compressed form of a whole cluster
   */
  byte[] decompress(byte... input) throws IOException {
    byte[] cluster =
        switch (compression) {
          case DEFLATE -> inflate(input);
          case ZSTD -> unpack(input);
        };
    if (cluster.length < clusterSize) {
      throw new IOException("its data end early");
    }
    return cluster;
  }

  private byte[] inflate(byte... input) throws IOException {
    Inflater inflater = new Inflater(true);
    try (InputStream stream = new InflaterInputStream(new ByteArrayInputStream(input), inflater)) {
      return stream.readNBytes(clusterSize);
    } finally {
      inflater.end();
    }
  }

  private byte[] unpack(byte... input) throws IOException {
    try (ZstdInputStreamNoFinalizer stream =
        new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(input))) {
      stream.setLongMax(MAX_WINDOW_BITS);
      return stream.readNBytes(clusterSize);
    }
  }
}
