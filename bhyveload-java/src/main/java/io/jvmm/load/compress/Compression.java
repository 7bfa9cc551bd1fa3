package io.jvmm.load.compress;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * What kernels are compressed with. Where the format allows it, several streams in a row are one.
 */
public enum Compression {
  /** RFC 1952. */
  GZIP("\u001f\u008b", "gzip") {
    @Override
    InputStream open(InputStream packed) throws IOException {
      return new GZIPInputStream(packed, BUFFER);
    }
  },
  /** RFC 8878. */
  ZSTD("(\u00b5/\u00fd", "zstd") {
    @Override
    InputStream open(InputStream packed) throws IOException {
      return new ZstdInputStreamNoFinalizer(packed).setLongMax(ZSTD_WINDOW_BITS);
    }
  },
  /** The .xz file format. */
  XZ("\u00fd7zXZ\0", "xz") {
    @Override
    InputStream open(InputStream packed) throws IOException {
      return new XZInputStream(packed, memoryLimitKib());
    }
  },
  /** LZ4's frame format. */
  LZ4("\u0004\"M\u0018", "lz4") {
    @Override
    InputStream open(InputStream packed) throws IOException {
      return new FramedLZ4CompressorInputStream(packed, true);
    }
  },
  /** LZ4's first frame format, {@code lz4 -l}. */
  LZ4_LEGACY("\u0002!L\u0018", "lz4") {
    @Override
    InputStream open(InputStream packed) throws IOException {
      return new Lz4LegacyInputStream(packed);
    }
  },
  /** bzip2's. */
  BZIP2("BZh", "bzip2") {
    @Override
    InputStream open(InputStream packed) throws IOException {
      return new BZip2CompressorInputStream(packed, true);
    }
  },
  /** The .lzma file format, which has no magic number: its usual properties stand in for one. */
  LZMA("]\0\0", "lzma") {
    @Override
    boolean matches(byte[] head) {
      return super.matches(head) && head.length >= LZMA_HEADER && hasPlausibleSize(head);
    }

    @Override
    InputStream open(InputStream packed) throws IOException {
      return new LZMAInputStream(packed, memoryLimitKib());
    }
  };

  private static final int BUFFER = 64 << 10;

  /** The largest window that zstd itself unpacks without being asked to, 128 MiB: {@code -22}. */
  private static final int ZSTD_WINDOW_BITS = 27;

  /** What Linux's build uses at most, 128 MiB, and to spare. */
  private static final int MAX_DICTIONARY_KIB = 192 << 10;

  private static final int LZMA_HEADER = 13;
  private static final int LZMA_SIZE = 5;
  private static final int LZMA_SIZE_BITS = 40;
  private static final long LZMA_SIZE_UNKNOWN = -1;

  private final String magic;
  private final String text;

  Compression(String magic, String text) {
    this.magic = magic;
    this.text = text;
  }

  /** How something that starts so is compressed; empty if it is not. */
  public static Optional<Compression> of(byte[] head) {
    return Arrays.stream(values()).filter(each -> each.matches(head)).findFirst();
  }

  /**
   * What a name in a header stands for: the tool's, or that of a variant that Linux's build has
   * (Linux, drivers/firmware/efi/libstub/Makefile.zboot). LZ4 has two formats under one name.
   *
   * @param head the compressed data's first bytes
   */
  public static Optional<Compression> named(String name, byte[] head) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "gzip" -> Optional.of(GZIP);
      case "zstd", "zstd22" -> Optional.of(ZSTD);
      case "xz", "xzkern" -> Optional.of(XZ);
      case "lz4" -> Optional.of(LZ4_LEGACY.matches(head) ? LZ4_LEGACY : LZ4);
      case "bzip2" -> Optional.of(BZIP2);
      case "lzma" -> Optional.of(LZMA);
      default -> Optional.empty();
    };
  }

  boolean matches(byte[] head) {
    return Magic.isAt(head, 0, magic);
  }

  /** The unpacked bytes; {@code packed} starts with the compressed ones. */
  abstract InputStream open(InputStream packed) throws IOException;

  /** The name of the tool. */
  @Override
  public String toString() {
    return text;
  }

  // Either "not known", or less than a tebibyte.
  private static boolean hasPlausibleSize(byte[] head) {
    long size = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong(LZMA_SIZE);
    return size == LZMA_SIZE_UNKNOWN || size >>> LZMA_SIZE_BITS == 0;
  }

  // Dictionaries are in the Java heap; leave room in it for everything else.
  private static int memoryLimitKib() {
    return (int) Math.min(Runtime.getRuntime().maxMemory() / (8 << 10) * 5, MAX_DICTIONARY_KIB);
  }
}
