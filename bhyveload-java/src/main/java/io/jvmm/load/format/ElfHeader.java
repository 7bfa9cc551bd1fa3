package io.jvmm.load.format;

import io.jvmm.load.source.Source;
import io.jvmm.load.source.SourceReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The header of a 64-bit ELF file (System V ABI, chapter 4, "ELF Header", and ELF for the Arm
 * 64-bit Architecture):
 *
 * <pre>
 *   0  7f "ELF"   u8 class   u8 data   u8 version   u8 OS ABI
 *  16  u16 type   u16 machine
 *  24  u64 entry point, a virtual address
 *  32  u64 offset of the program headers
 *  54  u16 size of a program header   u16 their number
 * </pre>
 *
 * @param positionIndependent whether it may be moved as a whole (ET_DYN)
 * @param osAbi the operating system it was made for; 0 if none
 * @param entry the virtual address of its first instruction
 * @param headersOffset where the program headers are in the file
 * @param headersCount how many there are
 */
record ElfHeader(
    boolean positionIndependent, int osAbi, long entry, long headersOffset, int headersCount) {
  static final String MAGIC = "\u007fELF";

  /** How long it is. */
  static final int SIZE = 64;

  /** Where the entry point is in it. */
  static final int ENTRY = 24;

  private static final int CLASS = 4;
  private static final int CLASS_64 = 2;
  private static final int DATA = 5;
  private static final int LITTLE_ENDIAN = 1;
  private static final int OS_ABI = 7;
  private static final int TYPE = 16;
  private static final int TYPE_EXECUTABLE = 2;
  private static final int TYPE_SHARED_OBJECT = 3;
  private static final int MACHINE = 18;
  private static final int MACHINE_AARCH64 = 183;
  private static final int HEADERS_OFFSET = 32;
  private static final int HEADER_SIZE = 54;
  private static final int HEADERS_COUNT = 56;

  /** The count that says that the count is elsewhere (PN_XNUM): no kernel has so many. */
  private static final int TOO_MANY = 0xffff;

  /**
   * Reads it.
   *
   * @throws io.jvmm.vmm.error.ConfigurationException if it is no program for AArch64
   */
  static ElfHeader read(Source source) {
    ByteBuffer header =
        ByteBuffer.wrap(SourceReader.structure(source, "ELF header", 0, SIZE))
            .order(ByteOrder.LITTLE_ENDIAN);
    require(source, header.get(CLASS) == CLASS_64, CLASS, "is no 64-bit one");
    require(source, header.get(DATA) == LITTLE_ENDIAN, DATA, "is no little-endian one");
    int machine = Short.toUnsignedInt(header.getShort(MACHINE));
    require(source, machine == MACHINE_AARCH64, MACHINE, "is for machine " + machine);
    int type = Short.toUnsignedInt(header.getShort(TYPE));
    require(
        source,
        type == TYPE_EXECUTABLE || type == TYPE_SHARED_OBJECT,
        TYPE,
        "is no program but of type " + type);
    int count = Short.toUnsignedInt(header.getShort(HEADERS_COUNT));
    require(
        source,
        header.getShort(HEADER_SIZE) == ElfSegment.HEADER_SIZE && count > 0 && count < TOO_MANY,
        HEADER_SIZE,
        "has no program headers");
    return new ElfHeader(
        type == TYPE_SHARED_OBJECT,
        header.get(OS_ABI),
        header.getLong(ENTRY),
        header.getLong(HEADERS_OFFSET),
        count);
  }

  private static void require(Source source, boolean condition, int offset, String text) {
    if (!condition) {
      throw source.problem(
          "is an ELF file that "
              + text
              + " (offset 0x"
              + Integer.toHexString(offset)
              + "): pass one for AArch64, linked into a program");
    }
  }
}
