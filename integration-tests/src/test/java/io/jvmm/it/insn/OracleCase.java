package io.jvmm.it.insn;

import io.jvmm.mmio.insn.Encoding;

/**
 * One instruction to be executed twice.
 *
 * @param number its place in the program
 * @param encoding the row that it was made from
 * @param word the instruction
 * @param address what it accesses first
 * @param before the registers and memory that it finds
 */
record OracleCase(int number, Encoding encoding, int word, long address, ProcessorImage before) {
  @Override
  public String toString() {
    return "0x%08x (%s) at 0x%x".formatted(word, encoding, address);
  }
}
