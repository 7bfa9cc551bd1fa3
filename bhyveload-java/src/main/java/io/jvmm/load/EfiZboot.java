package io.jvmm.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The header of an EFI zboot image, a kernel that unpacks itself under EFI (Linux,
 * drivers/firmware/efi/libstub/zboot-header.S): "MZ", "zimg" at 4, the payload's offset at 8 and
 * size at 12, and the compression's name at 24.
 */
final class EfiZboot {
  private static final String PE_MAGIC = "MZ";
  private static final String MAGIC = "zimg";
  private static final int MAGIC_OFFSET = 4;
  private static final int PAYLOAD_OFFSET = 8;
  private static final int PAYLOAD_SIZE = 12;
  private static final int COMPRESSION = 24;
  private static final int COMPRESSION_LENGTH = 32;

  private EfiZboot() {}

  /** Whether a file that starts so is one. */
  static boolean matches(byte[] head) {
    return head.length >= COMPRESSION + COMPRESSION_LENGTH
        && Magic.isAt(head, 0, PE_MAGIC)
        && Magic.isAt(head, MAGIC_OFFSET, MAGIC);
  }

  /** How to get the kernel out of it; continues the file's name. */
  static String problem(byte[] head, SourceFile file) {
    ByteBuffer header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    String compression = compression(head);
    return "is an EFI zboot image ("
        + compression
        + "), which is not supported yet: unpack it with: tail -c +"
        + (Integer.toUnsignedLong(header.getInt(PAYLOAD_OFFSET)) + 1)
        + " '"
        + file.path()
        + "' | head -c "
        + Integer.toUnsignedLong(header.getInt(PAYLOAD_SIZE))
        + " | "
        + unpacker(compression)
        + " -dc > Image";
  }

  private static String compression(byte[] head) {
    int end = COMPRESSION;
    while (end < COMPRESSION + COMPRESSION_LENGTH && Character.isLetterOrDigit(head[end])) {
      end++;
    }
    return new String(head, COMPRESSION, end - COMPRESSION, StandardCharsets.US_ASCII);
  }

  // The kernel's build names its own variants: zstd22, xzkern.
  private static String unpacker(String compression) {
    return switch (compression) {
      case "zstd", "zstd22" -> "zstd";
      case "xz", "xzkern" -> "xz";
      case "lz4", "lzma" -> compression;
      default -> "gzip";
    };
  }
}
