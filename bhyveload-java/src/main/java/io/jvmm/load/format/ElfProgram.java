package io.jvmm.load.format;

import io.jvmm.load.source.Slice;
import io.jvmm.load.source.Source;
import io.jvmm.load.source.SourceReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An ELF file as a loader sees it.
 *
 * @param source the file
 * @param header its header
 * @param segments what is to be loaded, at least one
 * @param interpreter the program that it asks to be loaded by, if it does
 */
record ElfProgram(
    Source source, ElfHeader header, List<ElfSegment> segments, Optional<String> interpreter) {
  private static final int TYPE_LOAD = 1;
  private static final int TYPE_INTERPRETER = 3;

  private static final int OS_ABI_FREEBSD = 9;

  /**
   * What FreeBSD's kernels name as their interpreter: the option makes the linker keep the dynamic
   * symbols, and nobody looks for the file (FreeBSD, sys/conf/kern.pre.mk). On arm64 it is the only
   * sign of them: the OS ABI stays 0.
   */
  private static final String FREEBSD_INTERPRETER = "/red/herring";

  /** Enough of an interpreter's name to tell it from that. */
  private static final int INTERPRETER_HEAD = 64;

  /**
   * Reads the header and the program headers.
   *
   * @throws io.jvmm.vmm.error.ConfigurationException if it is damaged, or nothing for AArch64
   */
  static ElfProgram read(Source source) {
    ElfHeader header = ElfHeader.read(source);
    ByteBuffer headers = programHeaders(source, header);
    List<ElfSegment> segments = new ArrayList<>();
    Optional<String> interpreter = Optional.empty();
    for (int at = 0; at < headers.capacity(); at += ElfSegment.HEADER_SIZE) {
      int type = headers.getInt(at);
      if (type != TYPE_LOAD && type != TYPE_INTERPRETER) {
        continue;
      }
      ElfSegment segment = ElfSegment.read(source, headers, at, header.headersOffset() + at);
      if (type == TYPE_INTERPRETER) {
        interpreter = Optional.of(text(segment.content(source)));
      } else if (segment.memorySize() > 0) {
        segments.add(segment);
      }
    }
    if (segments.isEmpty()) {
      throw source.problem("is an ELF file with nothing to load: pass the kernel itself");
    }
    return new ElfProgram(source, header, segments, interpreter);
  }

  private static ByteBuffer programHeaders(Source source, ElfHeader header) {
    if (header.headersOffset() < 0) {
      throw source.problem(
          "has a damaged ELF header: its program headers are at offset 0x"
              + Long.toHexString(header.headersOffset())
              + "; get a fresh copy");
    }
    int size = header.headersCount() * ElfSegment.HEADER_SIZE;
    return ByteBuffer.wrap(
            SourceReader.structure(source, "ELF program headers", header.headersOffset(), size))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String text(Slice content) {
    String head =
        new String(SourceReader.head(content, INTERPRETER_HEAD), StandardCharsets.US_ASCII);
    int end = head.indexOf('\0');
    return end < 0 ? head : head.substring(0, end);
  }

  /** Whether it is a kernel of FreeBSD's. */
  boolean isFreeBsd() {
    return header.osAbi() == OS_ABI_FREEBSD
        || interpreter.filter(FREEBSD_INTERPRETER::equals).isPresent();
  }
}
