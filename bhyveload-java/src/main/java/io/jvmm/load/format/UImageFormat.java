package io.jvmm.load.format;

import io.jvmm.load.compress.Compression;
import io.jvmm.load.compress.Magic;
import io.jvmm.load.source.CheckedSource;
import io.jvmm.load.source.Checksum;
import io.jvmm.load.source.Slice;
import io.jvmm.load.source.Source;
import io.jvmm.load.source.SourceReader;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A legacy image of U-Boot's, as mkimage writes it (U-Boot, include/image.h). Everything is
 * big-endian:
 *
 * <pre>
 *   0  u32 27051956   u32 CRC-32 of the header, with this field 0
 *   8  u32 time       u32 size of the data
 *  16  u32 load address   u32 entry point   u32 CRC-32 of the data
 *  28  u8 system   u8 architecture   u8 type   u8 compression
 *  32  name
 *  64  the data; of a multi-file image: u32 sizes, u32 0, then the files, each padded to 4 bytes
 * </pre>
 */
final class UImageFormat implements FileFormat<Wrapping> {
  private static final String MAGIC = "'\u0005\u0019V";
  private static final int HEADER_SIZE = 64;
  private static final int HEADER_CRC = 4;
  private static final int DATA_SIZE = 12;
  private static final int LOAD = 16;
  private static final int ENTRY = 20;
  private static final int DATA_CRC = 24;
  private static final int ARCHITECTURE = 29;
  private static final int ARM64 = 22;
  private static final int TYPE = 30;
  private static final int KERNEL = 2;
  private static final int MULTI = 4;
  private static final int KERNEL_NOLOAD = 14;
  private static final int COMPRESSION = 31;
  private static final List<String> COMPRESSIONS =
      List.of("none", "gzip", "bzip2", "lzma", "lzo", "lz4", "zstd");

  /** As much of the data as tells LZ4's formats apart. */
  private static final int DATA_HEAD = 16;

  /** Kernel, initial RAM disk, device tree, and to spare. */
  private static final int MAX_FILES = 16;

  @Override
  public boolean matches(byte[] head) {
    return Magic.isAt(head, 0, MAGIC);
  }

  @Override
  public Wrapping open(Source source, byte[] head, AddressRange ram) {
    ByteBuffer header =
        ByteBuffer.wrap(SourceReader.structure(source, "U-Boot image header", 0, HEADER_SIZE));
    requireChecksum(source, header);
    requireKernel(source, header);
    Source data = data(source, header);
    List<Source> files = header.get(TYPE) == MULTI ? files(data) : List.of(data);
    Optional<Compression> compression = compression(files.getFirst(), header.get(COMPRESSION));
    return new Wrapping(
        "U-Boot legacy image" + compression.map(c -> " (" + c + ")").orElse(""),
        files.getFirst(),
        compression,
        files.stream().skip(1).findFirst().filter(ramdisk -> ramdisk.size() > 0),
        place(header));
  }

  private static void requireChecksum(Source source, ByteBuffer header) {
    int expected = header.getInt(HEADER_CRC);
    int behind = HEADER_CRC + Integer.BYTES;
    CRC32 crc = new CRC32();
    crc.update(header.slice(0, HEADER_CRC));
    crc.update(new byte[Integer.BYTES]);
    crc.update(header.slice(behind, HEADER_SIZE - behind));
    if ((int) crc.getValue() != expected) {
      throw source.problem(
          "is a damaged U-Boot legacy image: the CRC-32 of its header is %08x and not %08x"
                  .formatted(crc.getValue(), expected)
              + " (offset 4); get a fresh copy");
    }
  }

  private static void requireKernel(Source source, ByteBuffer header) {
    int architecture = header.get(ARCHITECTURE);
    if (architecture != ARM64) {
      throw source.problem(
          "is a U-Boot legacy image for architecture %d (offset 29), and arm64 is %d:"
                  .formatted(architecture, ARM64)
              + " pass one for arm64");
    }
    int type = header.get(TYPE);
    if (type != KERNEL && type != MULTI && type != KERNEL_NOLOAD) {
      throw source.problem(
          "is a U-Boot legacy image of type %d (offset 30), which is no kernel: pass the kernel's"
              .formatted(type));
    }
  }

  private static Source data(Source source, ByteBuffer header) {
    long size = Integer.toUnsignedLong(header.getInt(DATA_SIZE));
    if (size == 0 || HEADER_SIZE + size > source.size()) {
      throw source.problem(
          "is truncated: its header speaks of %d bytes of data (offset 12), and %d are there;"
                  .formatted(size, source.size() - HEADER_SIZE)
              + " get a fresh copy");
    }
    return new CheckedSource(
        new Slice(source, HEADER_SIZE, size), List.of(Checksum.crc32(header.getInt(DATA_CRC))));
  }

  private static List<Source> files(Source data) {
    List<Long> sizes = sizes(data);
    List<Source> files = new ArrayList<>();
    long start = (sizes.size() + 1L) * Integer.BYTES;
    for (long size : sizes) {
      if (start + size > data.size()) {
        throw data.problem(
            "is a damaged U-Boot legacy image: its file %d ends at offset 0x%x of %d bytes of data;"
                    .formatted(files.size(), start + size, data.size())
                + " get a fresh copy");
      }
      files.add(new Slice(data, start, size));
      start += (size + 3) & -4;
    }
    return files;
  }

  private static List<Long> sizes(Source data) {
    ByteBuffer list = ByteBuffer.wrap(SourceReader.head(data, (MAX_FILES + 1) * Integer.BYTES));
    List<Long> sizes = new ArrayList<>();
    while (list.remaining() >= Integer.BYTES) {
      long size = Integer.toUnsignedLong(list.getInt());
      if (size == 0 && !sizes.isEmpty()) {
        return sizes;
      }
      sizes.add(size);
    }
    throw data.problem(
        "is a damaged U-Boot legacy image: its list of files (offset 64) does not end;"
            + " get a fresh copy");
  }

  private static Optional<Compression> compression(Source data, int number) {
    String name =
        number >= 0 && number < COMPRESSIONS.size() ? COMPRESSIONS.get(number) : "" + number;
    if (name.equals("none")) {
      return Optional.empty();
    }
    Optional<Compression> compression = Compression.named(name, SourceReader.head(data, DATA_HEAD));
    if (compression.isEmpty()) {
      throw data.problem(
          "is a U-Boot legacy image compressed with "
              + name
              + " (offset 31), which cannot be unpacked: pass the kernel that it was made from");
    }
    return compression;
  }

  private static Optional<RawKernel> place(ByteBuffer header) {
    if (header.get(TYPE) == KERNEL_NOLOAD) {
      return Optional.empty();
    }
    return Optional.of(
        new RawKernel(
            new GuestAddress(Integer.toUnsignedLong(header.getInt(LOAD))),
            new GuestAddress(Integer.toUnsignedLong(header.getInt(ENTRY)))));
  }
}
