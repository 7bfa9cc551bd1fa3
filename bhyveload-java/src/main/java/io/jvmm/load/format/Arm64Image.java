package io.jvmm.load.format;

import io.jvmm.load.PageSize;
import io.jvmm.load.source.Source;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The header of an arm64 kernel Image (Linux, Documentation/arch/arm64/booting.rst, "Call the
 * kernel image"). FreeBSD's kernel.bin has it, too:
 *
 * <pre>
 *   0  u32 code0        u32 code1
 *   8  u64 text_offset  where the image goes, from a 2 MiB-aligned base
 *  16  u64 image_size   how much memory it takes, with what it clears for itself; 0 before 3.17
 *  24  u64 flags        0: big-endian  1-2: page size  3: may lie anywhere in memory
 *  56  u32 magic        "ARM\x64"
 *  60  u32 pe_header    offset of the PE header, if the kernel is an EFI program too
 * </pre>
 *
 * @param textOffset bytes from the base to the image
 * @param memorySize the memory it takes as it declares it; 0 if it declares none
 * @param pageSize the page size it was built for, if it says
 * @param anywhere whether its base may be any 2 MiB boundary; if not, near the start of memory
 * @param contentSize how long the file is at least, going by its PE sections; 0 if not known
 */
record Arm64Image(
    long textOffset,
    long memorySize,
    Optional<PageSize> pageSize,
    boolean anywhere,
    long contentSize) {
  /** How long the header is. */
  static final int HEADER_SIZE = 64;

  private static final int TEXT_OFFSET = 8;
  private static final int IMAGE_SIZE = 16;
  private static final int FLAGS = 24;
  private static final int MAGIC_OFFSET = 56;
  private static final int PE_HEADER = 60;
  private static final int MAGIC = 0x644d5241;

  private static final long BIG_ENDIAN = 1;
  private static final int PAGE_SIZE_SHIFT = 1;
  private static final long ANYWHERE = 1 << 3;

  /** What text_offset is where image_size is not declared. */
  private static final long OLD_TEXT_OFFSET = 0x8_0000;

  /** No header that declares more is in earnest: the architecture's smallest address space. */
  private static final long MOST_MEMORY = 1L << 32;

  /** Whether a file that starts so is an arm64 Image. */
  static boolean matches(byte[] head) {
    return head.length >= HEADER_SIZE && littleEndian(head).getInt(MAGIC_OFFSET) == MAGIC;
  }

  /**
   * Reads the header of a file that {@link #matches}.
   *
   * @throws io.jvmm.vmm.error.ConfigurationException if it cannot be booted
   */
  static Arm64Image parse(byte[] head, Source source) {
    ByteBuffer header = littleEndian(head);
    long flags = header.getLong(FLAGS);
    if ((flags & BIG_ENDIAN) != 0) {
      throw source.problem("is a big-endian arm64 kernel: only little-endian ones are supported");
    }
    long memorySize = header.getLong(IMAGE_SIZE);
    long textOffset = memorySize == 0 ? OLD_TEXT_OFFSET : header.getLong(TEXT_OFFSET);
    requireSense("image_size", memorySize, source);
    requireSense("text_offset", textOffset, source);
    return new Arm64Image(
        textOffset,
        memorySize,
        pageSize((int) (flags >>> PAGE_SIZE_SHIFT) & 3),
        (flags & ANYWHERE) != 0,
        PeSections.end(header, Integer.toUnsignedLong(header.getInt(PE_HEADER))));
  }

  private static Optional<PageSize> pageSize(int field) {
    return switch (field) {
      case 1 -> Optional.of(PageSize.KIB_4);
      case 2 -> Optional.of(PageSize.KIB_16);
      case 3 -> Optional.of(PageSize.KIB_64);
      default -> Optional.empty();
    };
  }

  private static void requireSense(String field, long value, Source source) {
    if (value < 0 || value > MOST_MEMORY) {
      throw source.problem(
          "has a damaged header: "
              + field
              + " is 0x"
              + Long.toHexString(value)
              + ", more than any kernel needs; get a fresh copy");
    }
  }

  /** What it is, in words. */
  String kind() {
    return "arm64 Image, "
        + pageSize.map(size -> size + " pages").orElse("an unspecified page size");
  }

  private static ByteBuffer littleEndian(byte[] head) {
    return ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
  }
}
