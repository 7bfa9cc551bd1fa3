package io.jvmm.load.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes arm64 Images to order: a header, and a body in which every byte tells its place. */
public final class TestImage {
  public static final long ANYWHERE = 1 << 3;
  public static final long PAGES_4K = 1 << 1;
  public static final long PAGES_64K = 3 << 1;
  public static final long BIG_ENDIAN = 1;

  private long textOffset;
  private long imageSize = 0x10_0000;
  private long flags = ANYWHERE | PAGES_4K;
  private int fileSize = 0x2000;
  private int sectionEnd;

  public static TestImage image() {
    return new TestImage();
  }

  public TestImage textOffset(long offset) {
    textOffset = offset;
    return this;
  }

  public TestImage imageSize(long size) {
    imageSize = size;
    return this;
  }

  public TestImage flags(long value) {
    flags = value;
    return this;
  }

  public TestImage fileSize(int size) {
    fileSize = size;
    return this;
  }

  /** Adds a PE header with one section that ends there. */
  public TestImage sectionEnd(int end) {
    sectionEnd = end;
    return this;
  }

  public byte[] bytes() {
    ByteBuffer image = ByteBuffer.allocate(fileSize).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < fileSize; i++) {
      image.put(i, (byte) (i * 31 + (i >>> 8)));
    }
    image.putLong(8, textOffset).putLong(16, imageSize).putLong(24, flags);
    image.put(56, "ARMd".getBytes(StandardCharsets.US_ASCII)).putInt(60, 0);
    if (sectionEnd != 0) {
      addSection(image);
    }
    return image.array();
  }

  private void addSection(ByteBuffer image) {
    int pe = 64;
    int optionalHeader = 16;
    image.putInt(60, pe).putInt(pe, 0x4550);
    image.putShort(pe + 6, (short) 1).putShort(pe + 20, (short) optionalHeader);
    int row = pe + 24 + optionalHeader;
    image.putInt(row + 16, sectionEnd - 0x200).putInt(row + 20, 0x200);
  }

  public byte[] gzipped() {
    return Packer.GZIP.pack(bytes());
  }

  public static Path write(Path file, byte[] content) {
    try {
      return Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
