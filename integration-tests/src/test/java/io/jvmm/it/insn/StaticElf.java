package io.jvmm.it.insn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes statically linked AArch64 executables (System V ABI, chapters 4 and 5): code, data, no
 * sections.
 *
 * @param order the byte order of the headers and of the program's data; code is little-endian
 */
record StaticElf(ByteOrder order) {
  private static final int PAGE = 0x1000;
  private static final int HEADER = 64;
  private static final int PROGRAM_HEADER = 56;
  private static final int EXECUTE = 1;
  private static final int WRITE = 2;
  private static final int READ = 4;

  /** A program that starts with the first byte of its code. Both addresses are page-aligned. */
  byte[] program(long codeAddress, byte[] code, long dataAddress, byte[] data) {
    int codeAt = PAGE;
    int dataAt = codeAt + pages(code.length);
    ByteBuffer file = ByteBuffer.allocate(dataAt + data.length).order(order);
    header(file, codeAddress);
    segment(file, READ | EXECUTE, new Segment(codeAt, codeAddress, code.length));
    segment(file, READ | WRITE, new Segment(dataAt, dataAddress, data.length));
    return file.put(codeAt, code).put(dataAt, data).array();
  }

  private record Segment(int at, long address, int bytes) {}

  private void header(ByteBuffer file, long entry) {
    byte dataEncoding = (byte) (order == ByteOrder.LITTLE_ENDIAN ? 1 : 2);
    file.put((byte) 0x7f).put("ELF".getBytes(StandardCharsets.US_ASCII));
    file.put((byte) 2).put(dataEncoding).put((byte) 1).position(16); // 64 bits, version 1
    file.putShort((short) 2).putShort((short) 183).putInt(1); // ET_EXEC, EM_AARCH64
    file.putLong(entry).putLong(HEADER).putLong(0).putInt(0);
    file.putShort((short) HEADER).putShort((short) PROGRAM_HEADER).putShort((short) 2);
    file.position(HEADER);
  }

  private static void segment(ByteBuffer file, int flags, Segment segment) {
    file.putInt(1).putInt(flags).putLong(segment.at()); // PT_LOAD
    file.putLong(segment.address()).putLong(segment.address());
    file.putLong(segment.bytes()).putLong(segment.bytes()).putLong(PAGE);
  }

  private static int pages(int bytes) {
    return (bytes + PAGE - 1) / PAGE * PAGE;
  }
}
