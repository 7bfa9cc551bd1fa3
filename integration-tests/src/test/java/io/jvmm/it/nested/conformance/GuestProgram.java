package io.jvmm.it.nested.conformance;

import io.jvmm.it.guest.A64;
import io.jvmm.monitor.machine.GuestLayout;

/**
 * A guest that programs its interrupt controller and checks what it sees. It prints {@code ok} at
 * its end, or the first thing that is not as it should be. It polls: interrupts stay masked, and
 * ISR_EL1 tells whether the processor would take one.
 *
 * <p>x0 to x12 are for the methods here; x19 and up are the test's.
 */
final class GuestProgram {
  /** The register that the methods which read something leave it in. */
  static final int RESULT = 8;

  private static final long UART = GuestLayout.PL011.start().value();
  private static final int ISENABLER = 0x100;
  private static final int ICENABLER = 0x180;
  private static final int ISPENDR = 0x200;
  private static final int ICPENDR = 0x280;
  private static final int ISACTIVER = 0x300;
  private static final int IPRIORITYR = 0x400;
  private static final int ICFGR = 0xc00;
  private static final int INTID = 0x3ff;
  private static final int NONE_PENDING = 1023;
  private static final int PATIENCE = 6; // log2 of seconds: a busy host runs one CPU after another
  private static final int CALM = 1 << 12; // polls

  private final A64 code = new A64();
  private final GuestGic gic;
  private int labels;
  private int cpu;

  /** A program that starts on CPU 0 and starts its part of the interrupt controller. */
  GuestProgram(GuestGic gic) {
    this.gic = gic;
    gic.start(code, cpu);
  }

  /** For what this class has no word for. */
  A64 code() {
    return code;
  }

  /** Starts a CPU, which goes to a label. */
  GuestProgram turnOn(int number, String label) {
    code.mov(0, A64.CPU_ON).mov(1, number).address(2, label).mov(3, 0).hypervisorCall();
    return check(0, 0, "CPU_ON");
  }

  /** What another CPU does from here on: it was started at this label. */
  GuestProgram onCpu(int number, String label) {
    code.label(label);
    cpu = number;
    gic.start(code, number);
    return this;
  }

  GuestProgram enable(int intId) {
    return setBit(ISENABLER, intId);
  }

  GuestProgram disable(int intId) {
    return setBit(ICENABLER, intId);
  }

  /** Makes it pending as software does. */
  GuestProgram pend(int intId) {
    return setBit(ISPENDR, intId);
  }

  GuestProgram unpend(int intId) {
    return setBit(ICPENDR, intId);
  }

  GuestProgram edgeTriggered(int intId) {
    return configure(intId, 2);
  }

  GuestProgram levelSensitive(int intId) {
    return configure(intId, 0);
  }

  GuestProgram priority(int intId, int priority) {
    code.mov(9, gic.frame(intId, cpu) + IPRIORITYR + intId).mov(10, priority).store(1, 10, 9);
    return this;
  }

  GuestProgram route(int intId, int toCpu) {
    gic.route(code, intId, toCpu);
    return this;
  }

  /** An edge-triggered SPI of a priority, enabled, for this CPU. */
  GuestProgram readySpi(int intId, int priority) {
    return edgeTriggered(intId).priority(intId, priority).route(intId, cpu).enable(intId);
  }

  GuestProgram sendSgi(int intId, int cpus) {
    gic.sendSgi(code, intId, cpus);
    return this;
  }

  GuestProgram mask(int priority) {
    gic.mask(code, priority);
    return this;
  }

  GuestProgram binaryPoint(int value) {
    gic.binaryPoint(code, value);
    return this;
  }

  GuestProgram splitEnd() {
    gic.splitEnd(code);
    return this;
  }

  /** Waits until the processor would take an interrupt, acknowledges it, and checks which it is. */
  GuestProgram takes(int intId) {
    awaitSignal();
    gic.acknowledge(code, RESULT);
    code.mov(9, INTID).and(RESULT, RESULT, 9);
    return check(RESULT, intId, "acknowledged");
  }

  /** As {@link #takes}, for an INTID of the many bits that only a GICv3 has. */
  GuestProgram takesLpi(int intId) {
    awaitSignal();
    gic.acknowledge(code, RESULT);
    return check(RESULT, intId, "acknowledged");
  }

  /** Checks that the processor would take no interrupt, now and for a while. */
  GuestProgram takesNothing() {
    String again = newLabel();
    code.mov(12, CALM).label(again);
    signal(RESULT);
    check(RESULT, 0, "ISR_EL1");
    code.subtract(12, 12, 1).branchIfNotZero(12, again);
    return this;
  }

  /** Checks that there is nothing to acknowledge. */
  GuestProgram acknowledgesNothing() {
    gic.acknowledge(code, RESULT);
    return check(RESULT, NONE_PENDING, "acknowledged");
  }

  GuestProgram end(int intId) {
    code.mov(11, intId);
    gic.end(code, 11);
    return this;
  }

  GuestProgram deactivate(int intId) {
    code.mov(11, intId);
    gic.deactivate(code, 11);
    return this;
  }

  GuestProgram isPending(int intId, boolean expected) {
    return checkBit(ISPENDR, intId, expected, "ISPENDR");
  }

  GuestProgram isActive(int intId, boolean expected) {
    return checkBit(ISACTIVER, intId, expected, "ISACTIVER");
  }

  GuestProgram isEnabled(int intId, boolean expected) {
    return checkBit(ISENABLER, intId, expected, "ISENABLER");
  }

  GuestProgram highestPendingIs(int intId) {
    gic.highestPending(code, RESULT);
    code.mov(9, INTID).and(RESULT, RESULT, 9);
    return check(RESULT, intId, "HPPIR");
  }

  GuestProgram runningPriorityIs(int priority) {
    gic.runningPriority(code, RESULT);
    return check(RESULT, priority, "RPR");
  }

  /** Checks a register of the distributor (or of the redistributor, for a private interrupt). */
  GuestProgram frameRegisterIs(int intId, int offset, long expected) {
    code.loadWord(RESULT, gic.frame(intId, cpu) + offset);
    return check(RESULT, expected, "frame register 0x%x".formatted(offset));
  }

  /** Checks that a general-purpose register has a value. */
  GuestProgram check(int register, long expected, String name) {
    String fine = newLabel();
    code.mov(10, expected).difference(11, register, 10).branchIfZero(11, fine);
    code.or(0, register, A64.ZERO);
    code.print("cpu%d, step %d: %s, not 0x%x but ".formatted(cpu, labels, name, expected), UART);
    code.branch("printAndStop").label(fine);
    return this;
  }

  /** Waits until a word of memory that another CPU writes has a value. */
  GuestProgram awaitFlag(int number, long value) {
    String again = newLabel();
    flag(9, number).label(again).load(8, 10, 9).mov(11, value).difference(12, 10, 11);
    code.branchIfNotZero(12, again);
    return this;
  }

  /** Writes such a word. */
  GuestProgram setFlag(int number, long value) {
    flag(9, number).mov(10, value).barrier().store(8, 10, 9).barrier();
    return this;
  }

  /** The end: everything was as it should be. */
  GuestProgram pass() {
    code.print("ok", UART).powerOff();
    return this;
  }

  /** This CPU has nothing more to do. */
  GuestProgram idle() {
    String again = newLabel();
    code.label(again).waitForInterrupt().branch(again);
    return this;
  }

  /** The whole program. */
  A64 assemble() {
    printHexadecimalAndStop();
    return code;
  }

  /** Reads into a register whether the processor would take an interrupt: ISR_EL1.I. */
  private void signal(int to) {
    code.synchronise().readSystem(to, 3, 0, 12, 1, 0);
  }

  private void awaitSignal() {
    String again = newLabel();
    String signalled = newLabel();
    code.readSystem(11, 3, 3, 14, 0, 0).shiftLeft(11, 11, PATIENCE); // CNTFRQ_EL0
    code.readSystem(12, 3, 3, 14, 0, 2).label(again); // CNTVCT_EL0
    signal(RESULT);
    code.branchIfNotZero(RESULT, signalled).readSystem(9, 3, 3, 14, 0, 2);
    code.difference(9, 9, 12).difference(9, 9, 11).shiftRight(9, 9, 63).branchIfNotZero(9, again);
    check(A64.ZERO, 1, "no interrupt came, ISR_EL1.I");
    code.label(signalled);
  }

  private GuestProgram setBit(int registers, int intId) {
    code.storeWord(bitmap(registers, intId), 1 << intId % 32);
    return this;
  }

  private GuestProgram checkBit(int registers, int intId, boolean expected, String name) {
    code.loadWord(RESULT, bitmap(registers, intId)).shiftRight(RESULT, RESULT, intId % 32);
    code.mov(9, 1).and(RESULT, RESULT, 9);
    return check(RESULT, expected ? 1 : 0, name + " of " + intId);
  }

  private long bitmap(int registers, int intId) {
    return gic.frame(intId, cpu) + registers + 4L * (intId / 32);
  }

  /** Two bits of an interrupt in ICFGR, the upper of which counts. */
  private GuestProgram configure(int intId, long value) {
    long register = gic.frame(intId, cpu) + ICFGR + 4L * (intId / 16);
    int shift = intId % 16 * 2;
    code.loadWord(10, register).mov(11, ~(3L << shift)).and(10, 10, 11);
    code.mov(11, value << shift).or(10, 10, 11).mov(9, register).store(4, 10, 9);
    return this;
  }

  private A64 flag(int to, int number) {
    long flags = GuestLayout.RAM_START.value() + 0x0200_0000;
    return code.mov(to, flags + 8L * number);
  }

  private String newLabel() {
    return "label " + labels++;
  }

  /** Prints x0; a nibble n is the character '0' + n, and 39 more from 10 on. */
  private void printHexadecimalAndStop() {
    code.label("printAndStop").print("0x", UART).mov(3, 16).mov(9, UART).label("digit");
    code.shiftRight(1, 0, 60).shiftLeft(0, 0, 4).add(2, 1, 6).shiftRight(2, 2, 4);
    code.mov(4, 39).difference(2, A64.ZERO, 2).and(2, 2, 4).add(1, 1, '0');
    code.difference(2, A64.ZERO, 2).difference(1, 1, 2).store(1, 1, 9);
    code.subtract(3, 3, 1).branchIfNotZero(3, "digit").powerOff();
  }
}
