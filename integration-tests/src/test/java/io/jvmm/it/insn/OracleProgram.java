package io.jvmm.it.insn;

import io.jvmm.it.guest.A64;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A Linux program that executes one instruction after the other, each with all registers and a
 * stretch of memory of its own, and then writes out what became of them. Every instruction sits in
 * a stub that loads its record of {@link ProcessorImage} into the registers, and stores the
 * registers back into it.
 */
final class OracleProgram {
  static final long CODE = 0x40_0000;
  static final long DATA = 0x1000_0000;

  private static final int POINTER = 30; // the last register to be loaded, the first to be saved
  private static final int TPIDR_EL0 = 3 << 19 | 3 << 16 | 13 << 12 | 2 << 5;
  private static final long SYS_WRITE = 64;
  private static final long SYS_EXIT = 93;
  private static final int STUB_BYTES = stub(0, DATA).bytes().length;
  private static final int BEFORE_INSTRUCTION = load(DATA).bytes().length;

  private final ByteOrder order;
  private final byte[] code;
  private final byte[] data;

  /** A program of these cases. */
  OracleProgram(List<OracleCase> cases, ByteOrder order) {
    this.order = order;
    ByteBuffer records = ByteBuffer.allocate(cases.size() * ProcessorImage.BYTES);
    ByteBuffer stubs = ByteBuffer.allocate(codeBytes(cases.size()));
    for (OracleCase each : cases) {
      stubs.put(stub(each.word(), recordAddress(each.number())).bytes());
      records.put(each.before().bytes());
    }
    stubs.put(epilogue(records.capacity()).bytes());
    code = stubs.array();
    data = records.array();
  }

  /** How much code a program of so many cases has. */
  static int codeBytes(int cases) {
    return cases * STUB_BYTES + epilogue(0x1_0001).bytes().length;
  }

  /** Where a case's instruction is. */
  static long instructionAddress(int number) {
    return CODE + (long) number * STUB_BYTES + BEFORE_INSTRUCTION;
  }

  /** Where a case's memory is. */
  static long memoryAddress(int number) {
    return recordAddress(number) + ProcessorImage.MEMORY;
  }

  private static long recordAddress(int number) {
    return DATA + (long) number * ProcessorImage.BYTES;
  }

  /** All instructions. */
  byte[] code() {
    return code;
  }

  /** The program as a file. */
  byte[] elf() {
    return new StaticElf(order).program(CODE, code, DATA, data);
  }

  private static A64 stub(int instruction, long record) {
    return save(load(record).instruction(instruction), record);
  }

  private static A64 load(long record) {
    A64 code = new A64().mov(POINTER, record);
    code.instruction(ldr(0, ProcessorImage.STACK_POINTER)).add(31, 0, 0);
    for (int v = 0; v < 32; v += 2) {
      code.instruction(quads(0xad40_0000, v));
    }
    for (int x = 0; x < POINTER; x += 2) {
      code.instruction(pair(0xa940_0000, x));
    }
    return code.instruction(ldr(POINTER, POINTER * Long.BYTES));
  }

  private static A64 save(A64 code, long record) {
    code.instruction(0xd500_0000 | TPIDR_EL0 | POINTER).mov(POINTER, record);
    for (int x = 0; x < POINTER; x += 2) {
      code.instruction(pair(0xa900_0000, x));
    }
    code.instruction(0xd520_0000 | TPIDR_EL0).instruction(str(0, POINTER * Long.BYTES));
    code.add(0, 31, 0).instruction(str(0, ProcessorImage.STACK_POINTER));
    for (int v = 0; v < 32; v += 2) {
      code.instruction(quads(0xad00_0000, v));
    }
    return code;
  }

  private static A64 epilogue(int bytes) {
    A64 code = new A64().mov(0, 1).mov(1, DATA).mov(2, bytes).mov(8, SYS_WRITE);
    code.instruction(0xd400_0001);
    return code.mov(0, 0).mov(8, SYS_EXIT).instruction(0xd400_0001).align(STUB_BYTES);
  }

  private static int ldr(int register, int offset) {
    return 0xf940_0000 | (offset / 8) << 10 | POINTER << 5 | register;
  }

  private static int str(int register, int offset) {
    return 0xf900_0000 | (offset / 8) << 10 | POINTER << 5 | register;
  }

  private static int pair(int operation, int x) {
    return operation | x << 15 | (x + 1) << 10 | POINTER << 5 | x;
  }

  private static int quads(int operation, int v) {
    return operation | (ProcessorImage.VECTORS / 16 + v) << 15 | (v + 1) << 10 | POINTER << 5 | v;
  }
}
