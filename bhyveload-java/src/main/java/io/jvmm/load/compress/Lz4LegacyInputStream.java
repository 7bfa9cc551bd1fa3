package io.jvmm.load.compress;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorInputStream;

/**
 * LZ4's first frame format, which Linux's build writes with {@code lz4 -l} (LZ4's
 * doc/lz4_Frame_format.md, "Legacy frame"): a magic number, then blocks of up to 8 MiB, each behind
 * its compressed size. The end of the file ends it; another magic number starts another frame.
 * Older builds of Linux appended the unpacked size, which is taken for what it is.
 */
final class Lz4LegacyInputStream extends InputStream {
  static final int MAGIC = 0x184c2102;

  private static final int UNPACKED_BLOCK = 8 << 20;

  /** What LZ4 makes of a block that cannot be compressed (LZ4_compressBound). */
  private static final int LARGEST_BLOCK = UNPACKED_BLOCK + UNPACKED_BLOCK / 255 + 16;

  private final PushbackInputStream in;
  private InputStream block = InputStream.nullInputStream();
  private long unpacked;

  Lz4LegacyInputStream(InputStream in) throws IOException {
    this.in = new PushbackInputStream(in, 1);
    if (number(in.readNBytes(Integer.BYTES)) != MAGIC) {
      throw new IOException("no legacy LZ4 frame");
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int read;
    while ((read = block.read(target, offset, length)) < 0) {
      if (!nextBlock()) {
        return -1;
      }
    }
    unpacked += read;
    return read;
  }

  private boolean nextBlock() throws IOException {
    int size;
    do {
      byte[] bytes = in.readNBytes(Integer.BYTES);
      if (bytes.length == 0) {
        return false;
      }
      size = number(bytes);
      if (size == (int) unpacked && atEnd()) {
        return false;
      }
    } while (size == MAGIC);
    block = new BlockLZ4CompressorInputStream(new ByteArrayInputStream(compressed(size)));
    return true;
  }

  private byte[] compressed(int size) throws IOException {
    if (size <= 0 || size > LARGEST_BLOCK) {
      throw new IOException("a block of " + Integer.toUnsignedString(size) + " bytes");
    }
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("a block ends early");
    }
    return bytes;
  }

  private boolean atEnd() throws IOException {
    int next = in.read();
    if (next >= 0) {
      in.unread(next);
    }
    return next < 0;
  }

  private static int number(byte... bytes) throws IOException {
    if (bytes.length < Integer.BYTES) {
      throw new EOFException("a block's size ends early");
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
