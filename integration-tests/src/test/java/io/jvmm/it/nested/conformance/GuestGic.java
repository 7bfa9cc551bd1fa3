package io.jvmm.it.nested.conformance;

import io.jvmm.it.guest.A64;

/**
 * How a guest programs its interrupt controller where the versions differ: each method emits the
 * instructions, which may change x9 to x12.
 */
interface GuestGic {
  /** The frame that has an interrupt's registers, whose layout the versions share. */
  long frame(int intId, int cpu);

  /** Starts the part of it that belongs to a CPU, with every priority unmasked. */
  void start(A64 code, int cpu);

  /** Routes an SPI to one CPU. */
  void route(A64 code, int intId, int cpu);

  /** Sends an SGI to the CPUs of a list, one bit for each. */
  void sendSgi(A64 code, int intId, int cpus);

  /** Acknowledges: the INTID comes in a register. */
  void acknowledge(A64 code, int to);

  /** Ends the interrupt whose INTID is in a register. */
  void end(A64 code, int from);

  /** Deactivates the interrupt whose INTID is in a register. */
  void deactivate(A64 code, int from);

  /** Makes {@link #end} drop the priority only. */
  void splitEnd(A64 code);

  /** Reads the INTID of the highest-priority pending interrupt. */
  void highestPending(A64 code, int to);

  /** Reads the running priority. */
  void runningPriority(A64 code, int to);

  /** Masks priorities of a value and lower ones. */
  void mask(A64 code, int priority);

  /** Sets the binary point: bits 7 to {@code value + 1} are the group priority. */
  void binaryPoint(A64 code, int value);
}
