package io.jvmm.load.testkit;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream.BlockSize;
import org.apache.commons.compress.compressors.lz77support.Parameters;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.XZOutputStream;

/** Compresses, with the names that headers use. */
public enum Packer {
  GZIP("gzip") {
    @Override
    OutputStream open(OutputStream packed) throws IOException {
      return new GZIPOutputStream(packed);
    }
  },
  ZSTD("zstd") {
    @Override
    OutputStream open(OutputStream packed) throws IOException {
      return new ZstdOutputStreamNoFinalizer(packed).setChecksum(true);
    }
  },
  XZ("xz") {
    @Override
    OutputStream open(OutputStream packed) throws IOException {
      return new XZOutputStream(packed, smallDictionary());
    }
  },
  LZ4("lz4") {
    @Override
    OutputStream open(OutputStream packed) throws IOException {
      return new FramedLZ4CompressorOutputStream(
          packed, new FramedLZ4CompressorOutputStream.Parameters(BlockSize.K64, fast()));
    }
  },
  LZ4_LEGACY("lz4") {
    @Override
    public byte[] pack(byte... content) {
      byte[] block = super.pack(content);
      ByteBuffer frame =
          ByteBuffer.allocate(block.length + 2 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      return frame.putInt(LEGACY_MAGIC).putInt(block.length).put(block).array();
    }

    @Override
    OutputStream open(OutputStream packed) throws IOException {
      return new BlockLZ4CompressorOutputStream(packed, fast());
    }
  },
  BZIP2("bzip2") {
    @Override
    OutputStream open(OutputStream packed) throws IOException {
      return new BZip2CompressorOutputStream(packed, 1);
    }
  },
  LZMA("lzma") {
    @Override
    OutputStream open(OutputStream packed) throws IOException {
      return new LZMAOutputStream(packed, smallDictionary(), -1);
    }
  };

  private static final int LEGACY_MAGIC = 0x184c2102;

  private final String headerName;

  Packer(String headerName) {
    this.headerName = headerName;
  }

  /** What headers call it. */
  public String headerName() {
    return headerName;
  }

  /** The content, compressed. */
  public byte[] pack(byte... content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = open(packed)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  abstract OutputStream open(OutputStream packed) throws IOException;

  private static Parameters fast() {
    return BlockLZ4CompressorOutputStream.createParameterBuilder().tunedForSpeed().build();
  }

  private static LZMA2Options smallDictionary() throws IOException {
    LZMA2Options options = new LZMA2Options(1);
    options.setDictSize(1 << 16);
    return options;
  }
}
