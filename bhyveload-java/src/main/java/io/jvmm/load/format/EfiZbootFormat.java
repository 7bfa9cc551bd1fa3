package io.jvmm.load.format;

import io.jvmm.load.compress.Compression;
import io.jvmm.load.compress.Magic;
import io.jvmm.load.source.Slice;
import io.jvmm.load.source.Source;
import io.jvmm.load.source.SourceReader;
import io.jvmm.vmm.memory.AddressRange;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An EFI zboot image, a kernel that unpacks itself under EFI (Linux,
 * drivers/firmware/efi/libstub/zboot-header.S). Here it is unpacked without:
 *
 * <pre>
 *   0  "MZ"
 *   4  "zimg"
 *   8  u32 payload offset    u32 payload size
 *  24  compression           a name, ended by NUL
 *  56  the PE header's place
 * </pre>
 */
final class EfiZbootFormat implements FileFormat<Wrapping> {
  private static final String PE_MAGIC = "MZ";
  private static final String MAGIC = "zimg";
  private static final int MAGIC_OFFSET = 4;
  private static final int PAYLOAD_OFFSET = 8;
  private static final int PAYLOAD_SIZE = 12;
  private static final int COMPRESSION = 24;
  private static final int HEADER_SIZE = 56;

  /** As much of the payload as tells LZ4's formats apart. */
  private static final int PAYLOAD_HEAD = 16;

  @Override
  public boolean matches(byte[] head) {
    return Magic.isAt(head, 0, PE_MAGIC) && Magic.isAt(head, MAGIC_OFFSET, MAGIC);
  }

  @Override
  public Wrapping open(Source source, byte[] head, AddressRange ram) {
    ByteBuffer header =
        ByteBuffer.wrap(SourceReader.structure(source, "zboot header", 0, HEADER_SIZE))
            .order(ByteOrder.LITTLE_ENDIAN);
    Slice payload = payload(source, header);
    String name = compressionName(header.array());
    Compression compression =
        Compression.named(name, SourceReader.head(payload, PAYLOAD_HEAD))
            .orElseThrow(() -> source.problem(unknownCompression(name)));
    return new Wrapping(
        "EFI zboot image (" + compression + ")",
        payload,
        Optional.of(compression),
        Optional.empty(),
        Optional.empty());
  }

  private static Slice payload(Source source, ByteBuffer header) {
    long offset = Integer.toUnsignedLong(header.getInt(PAYLOAD_OFFSET));
    long size = Integer.toUnsignedLong(header.getInt(PAYLOAD_SIZE));
    if (size == 0 || offset < HEADER_SIZE || offset + size > source.size()) {
      throw source.problem(
          "is truncated or damaged: its zboot header speaks of "
              + size
              + " bytes at offset 0x"
              + Long.toHexString(offset)
              + ", and it has "
              + source.size()
              + "; get a fresh copy");
    }
    return new Slice(source, offset, size);
  }

  private static String compressionName(byte[] header) {
    int end = COMPRESSION;
    while (end < HEADER_SIZE && isNamePart(header[end])) {
      end++;
    }
    return new String(header, COMPRESSION, end - COMPRESSION, StandardCharsets.US_ASCII);
  }

  private static boolean isNamePart(byte character) {
    return character > ' ' && character < 0x7f;
  }

  private static String unknownCompression(String name) {
    return "is an EFI zboot image compressed with \""
        + name
        + "\", which cannot be unpacked: pass the Image it was made from";
  }
}
