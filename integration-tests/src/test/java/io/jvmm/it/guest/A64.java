package io.jvmm.it.guest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * Assembles the few A64 instructions that test guests need (Arm ARM, C6.2; each method names its
 * instruction). Branches go to labels, which may come later. Registers are given by number; 31 is
 * the zero register.
 */
public final class A64 {
  /** PSCI SYSTEM_OFF and SYSTEM_RESET (Arm DEN 0022, 5.1). */
  public static final long SYSTEM_OFF = 0x8400_0008L;

  /** PSCI SYSTEM_RESET. */
  public static final long SYSTEM_RESET = 0x8400_0009L;

  /** PSCI SYSTEM_RESET2, the 64-bit calling convention. */
  public static final long SYSTEM_RESET2 = 0xc400_0012L;

  /** PSCI SYSTEM_SUSPEND, the 64-bit calling convention. */
  public static final long SYSTEM_SUSPEND = 0xc400_000eL;

  /** PSCI CPU_ON, the 64-bit calling convention. */
  public static final long CPU_ON = 0xc400_0003L;

  /** The zero register's number. */
  public static final int ZERO = 31;

  private final List<Integer> words = new ArrayList<>();
  private final Map<String, Integer> labels = new HashMap<>();
  private final Map<Integer, Branch> branches = new HashMap<>();

  private record Branch(String label, IntUnaryOperator encode) {}

  /** Names the place of the next instruction. */
  public A64 label(String name) {
    labels.put(name, words.size());
    return this;
  }

  /** MOVZ and MOVK: a 64-bit constant. */
  public A64 mov(int register, long value) {
    word(0xd2800000 | (int) (value & 0xffff) << 5 | register);
    for (int part = 1; part < 4; part++) {
      int bits = (int) (value >>> (16 * part) & 0xffff);
      if (bits != 0) {
        word(0xf2800000 | part << 21 | bits << 5 | register);
      }
    }
    return this;
  }

  /** LDRB, LDRH, LDR (32 and 64 bits): {@code to = [base]}. */
  public A64 load(int width, int to, int base) {
    return word(size(width) | 0x39400000 | base << 5 | to);
  }

  /** STRB, STRH, STR (32 and 64 bits): {@code [base] = from}. */
  public A64 store(int width, int from, int base) {
    return word(size(width) | 0x39000000 | base << 5 | from);
  }

  /** Stores a 32-bit constant at an address; changes x9 and x10. */
  public A64 storeWord(long address, int value) {
    return mov(9, address).mov(10, Integer.toUnsignedLong(value)).store(4, 10, 9);
  }

  /** Loads 32 bits from an address; changes x9. */
  public A64 loadWord(int to, long address) {
    return mov(9, address).load(4, to, 9);
  }

  /** LDP of two 64-bit registers: an access that traps without a syndrome. */
  public A64 loadPair(int first, int second, int base) {
    return word(0xa9400000 | second << 10 | base << 5 | first);
  }

  /** ADD (immediate), 64 bits. */
  public A64 add(int to, int from, int immediate) {
    return word(0x91000000 | immediate << 10 | from << 5 | to);
  }

  /** SUBS (immediate), 64 bits. */
  public A64 subtract(int to, int from, int immediate) {
    return word(0xf1000000 | immediate << 10 | from << 5 | to);
  }

  /** SUBS (shifted register), 64 bits. */
  public A64 subtractRegister(int to, int from, int subtrahend) {
    return word(0xeb000000 | subtrahend << 16 | from << 5 | to);
  }

  /** AND (shifted register), 64 bits. */
  public A64 and(int to, int from, int mask) {
    return word(0x8a000000 | mask << 16 | from << 5 | to);
  }

  /** ORR (shifted register), 64 bits. */
  public A64 or(int to, int from, int other) {
    return word(0xaa000000 | other << 16 | from << 5 | to);
  }

  /** SUB (shifted register), 64 bits. */
  public A64 difference(int to, int from, int other) {
    return word(0xcb000000 | other << 16 | from << 5 | to);
  }

  /** LSR (immediate), 64 bits. */
  public A64 shiftRight(int to, int from, int bits) {
    return word(0xd340fc00 | bits << 16 | from << 5 | to);
  }

  /** LSL (immediate), 64 bits, by 1 to 63. */
  public A64 shiftLeft(int to, int from, int bits) {
    return word(0xd3400000 | (64 - bits) << 16 | (63 - bits) << 10 | from << 5 | to);
  }

  /** B. */
  public A64 branch(String label) {
    return branch(label, distance -> 0x14000000 | (distance & 0x03ff_ffff));
  }

  /** CBZ, 64 bits. */
  public A64 branchIfZero(int register, String label) {
    return branch(label, distance -> 0xb4000000 | (distance & 0x7ffff) << 5 | register);
  }

  /** CBNZ, 64 bits. */
  public A64 branchIfNotZero(int register, String label) {
    return branch(label, distance -> 0xb5000000 | (distance & 0x7ffff) << 5 | register);
  }

  /** BL: a call, whose return address is in x30. */
  public A64 call(String label) {
    return branch(label, distance -> 0x94000000 | (distance & 0x03ff_ffff));
  }

  /** RET. */
  public A64 ret() {
    return word(0xd65f03c0);
  }

  /** ERET. */
  public A64 returnFromException() {
    return word(0xd69f03e0);
  }

  /** ADR: the address of a label. */
  public A64 address(int register, String label) {
    return branch(label, distance -> 0x10000000 | (distance & 0x7ffff) << 5 | register);
  }

  /** MRS of a system register, given as op0, op1, CRn, CRm, op2. */
  public A64 readSystem(int register, int op0, int op1, int crn, int crm, int op2) {
    return word(0xd5200000 | system(op0, op1, crn, crm, op2) | register);
  }

  /** MSR of a system register, given as op0, op1, CRn, CRm, op2. */
  public A64 writeSystem(int register, int op0, int op1, int crn, int crm, int op2) {
    return word(0xd5000000 | system(op0, op1, crn, crm, op2) | register);
  }

  /** HVC #0: calls the firmware interface; the function is in x0. */
  public A64 hypervisorCall() {
    return word(0xd4000002);
  }

  /** SMC #0: calls the firmware interface where EL2 has no firmware below it to HVC to. */
  public A64 secureMonitorCall() {
    return word(0xd4000003);
  }

  /**
   * SYS of an instruction given as op1, CRn, CRm, op2: AT and TLBI, say. The register is its
   * argument.
   */
  public A64 systemInstruction(int register, int op1, int crn, int crm, int op2) {
    return writeSystem(register, 1, op1, crn, crm, op2);
  }

  /** WFI. */
  public A64 waitForInterrupt() {
    return word(0xd503207f);
  }

  /** ISB. */
  public A64 synchronise() {
    return word(0xd5033fdf);
  }

  /** MSR DAIFClr, #2: takes interrupts from here on. */
  public A64 enableInterrupts() {
    return word(0xd50342ff);
  }

  /** MSR DAIFSet, #2: takes no interrupts from here on. */
  public A64 disableInterrupts() {
    return word(0xd50342df);
  }

  /** DSB SY. */
  public A64 barrier() {
    return word(0xd5033f9f);
  }

  /** Any other instruction, by its encoding. */
  public A64 instruction(int encoding) {
    return word(encoding);
  }

  /** Fills with NOPs up to a multiple of so many bytes. */
  public A64 align(int bytes) {
    while (words.size() * Integer.BYTES % bytes != 0) {
      word(0xd503201f);
    }
    return this;
  }

  /** Calls PSCI SYSTEM_OFF. */
  public A64 powerOff() {
    return mov(0, SYSTEM_OFF).hypervisorCall();
  }

  /** Stores each character of an ASCII text to a byte-wide register, such as a UART's. */
  public A64 print(String text, long register) {
    mov(9, register);
    for (int i = 0; i < text.length(); i++) {
      mov(10, text.charAt(i)).store(1, 10, 9);
    }
    return this;
  }

  /** The program's bytes. */
  public byte[] bytes() {
    ByteBuffer bytes =
        ByteBuffer.allocate(words.size() * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < words.size(); i++) {
      Branch branch = branches.get(i);
      bytes.putInt(branch == null ? words.get(i) : branch.encode().applyAsInt(distance(i, branch)));
    }
    return bytes.array();
  }

  /**
   * The program as an arm64 Image that a boot loader accepts (Linux, Documentation/arch/arm64/
   * booting.rst): a 64-byte header whose first instruction branches over it.
   */
  public byte[] image() {
    byte[] code = bytes();
    int length = 64 + code.length;
    ByteBuffer image = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    image.putInt(0, 0x14000000 | 64 / Integer.BYTES);
    image.putLong(16, length);
    image.putLong(24, 0b1010); // 4K pages, anywhere in memory, little-endian
    image.putInt(56, 0x644d_5241);
    image.put(64, code);
    return image.array();
  }

  private int distance(int from, Branch branch) {
    Integer to = labels.get(branch.label());
    if (to == null) {
      throw new IllegalStateException("there is no label " + branch.label());
    }
    return to - from;
  }

  private A64 branch(String label, IntUnaryOperator encode) {
    branches.put(words.size(), new Branch(label, encode));
    return word(0);
  }

  private A64 word(int word) {
    words.add(word);
    return this;
  }

  private static int size(int width) {
    return Integer.numberOfTrailingZeros(width) << 30;
  }

  private static int system(int op0, int op1, int crn, int crm, int op2) {
    return op0 << 19 | op1 << 16 | crn << 12 | crm << 8 | op2 << 5;
  }
}
