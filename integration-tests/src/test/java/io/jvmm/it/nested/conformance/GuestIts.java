package io.jvmm.it.nested.conformance;

import io.jvmm.it.guest.A64;
import io.jvmm.monitor.machine.GuestLayout;

/**
 * How a guest sets up LPIs and programs an ITS (Arm IHI 0069, 5.1 to 5.3). Its tables and its
 * command queue are in memory past the program; each method emits instructions that change x9 and
 * x10.
 */
final class GuestIts {
  private static final long GICR = GuestLayout.redistributors(1).getFirst().start().value();
  private static final long GICR_CTLR = GICR;
  private static final long GICR_PROPBASER = GICR + 0x70;
  private static final long GICR_PENDBASER = GICR + 0x78;
  private static final long GITS = GuestLayout.ITS.start().value();
  private static final long GITS_CTLR = GITS;
  private static final long GITS_CBASER = GITS + 0x80;
  private static final long GITS_CWRITER = GITS + 0x88;
  private static final long GITS_BASER = GITS + 0x100;

  private static final long MEMORY = GuestLayout.RAM_START.value() + 0x0200_0000;
  private static final long CONFIGURATIONS = MEMORY;
  private static final long PENDING = MEMORY + 0x1_0000;
  private static final long DEVICES = MEMORY + 0x2_0000;
  private static final long COLLECTIONS = MEMORY + 0x3_0000;
  private static final long EVENTS = MEMORY + 0x4_0000;
  private static final long COMMANDS = MEMORY + 0x5_0000;

  private static final long VALID = 1L << 63;
  private static final long PAGES_OF_64_KIB = 2L << 8;
  private static final int FIRST_LPI = 8192;
  private static final int ID_BITS_MINUS_1 = 13;
  private static final int ENABLED = 1;
  private static final int COMMAND = 32;

  private static final int INT = 0x03;
  private static final int MAPD = 0x08;
  private static final int MAPC = 0x09;
  private static final int MAPTI = 0x0a;
  private static final int INV = 0x0c;

  private final A64 code;
  private int commands;

  GuestIts(A64 code) {
    this.code = code;
  }

  /** Gives the redistributor and the ITS their tables, and enables both. */
  void start() {
    store(GICR_PROPBASER, CONFIGURATIONS | ID_BITS_MINUS_1);
    store(GICR_PENDBASER, PENDING);
    code.storeWord(GICR_CTLR, ENABLED);
    store(GITS_BASER, VALID | DEVICES | PAGES_OF_64_KIB);
    store(GITS_BASER + Long.BYTES, VALID | COLLECTIONS | PAGES_OF_64_KIB);
    store(GITS_CBASER, VALID | COMMANDS);
    code.storeWord(GITS_CTLR, ENABLED);
  }

  /** An LPI's priority, and whether it is enabled; the ITS need not know yet. */
  void configure(int lpi, int priority, boolean enabled) {
    code.mov(9, CONFIGURATIONS + lpi - FIRST_LPI).mov(10, priority | (enabled ? 1 : 0));
    code.store(1, 10, 9).barrier();
  }

  /** MAPD and MAPC: a device with 32 events, and collection 0 at the first processor. */
  void map(int device) {
    command(MAPD | (long) device << 32, 4, VALID | EVENTS);
    command(MAPC, 0, VALID);
  }

  /** MAPTI: an event of a device's is an LPI. */
  void map(int device, int event, int lpi) {
    command(MAPTI | (long) device << 32, event | (long) lpi << 32, 0);
  }

  /** INV: the configuration of an event's LPI has changed. */
  void invalidate(int device, int event) {
    command(INV | (long) device << 32, event, 0);
  }

  /** INT: as if the device had sent the event. */
  void interrupt(int device, int event) {
    command(INT | (long) device << 32, event, 0);
  }

  private void command(long first, long second, long third) {
    long at = COMMANDS + (long) commands * COMMAND;
    store(at, first);
    store(at + 8, second);
    store(at + 16, third);
    store(at + 24, 0);
    commands++;
    code.barrier();
    store(GITS_CWRITER, (long) commands * COMMAND);
  }

  private void store(long address, long value) {
    code.mov(9, address).mov(10, value).store(8, 10, 9);
  }
}
