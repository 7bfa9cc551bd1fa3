package io.jvmm.it.nested.conformance;

import io.jvmm.it.guest.A64;
import io.jvmm.monitor.machine.GuestLayout;

/** A GICv2: a distributor and CPU interfaces in memory (Arm IHI 0048). */
final class GuestGicV2 implements GuestGic {
  private static final long GICD = GuestLayout.GIC_DISTRIBUTOR.start().value();
  private static final long GICC = GuestLayout.GIC_CPU_INTERFACE.start().value();
  private static final long GICD_ITARGETSR = GICD + 0x800;
  private static final long GICD_SGIR = GICD + 0xf00;
  private static final long GICC_CTLR = GICC;
  private static final long GICC_PMR = GICC + 0x4;
  private static final long GICC_BPR = GICC + 0x8;
  private static final long GICC_IAR = GICC + 0xc;
  private static final long GICC_EOIR = GICC + 0x10;
  private static final long GICC_RPR = GICC + 0x14;
  private static final long GICC_HPPIR = GICC + 0x18;
  private static final long GICC_DIR = GICC + 0x1000;
  private static final int ENABLE = 1;
  private static final int END_ONLY_DROPS = 1 << 9;

  @Override
  public long frame(int intId, int cpu) {
    return GICD;
  }

  @Override
  public void start(A64 code, int cpu) {
    code.storeWord(GICD, ENABLE).storeWord(GICC_PMR, 0xff).storeWord(GICC_CTLR, ENABLE);
  }

  @Override
  public void route(A64 code, int intId, int cpu) {
    code.mov(9, GICD_ITARGETSR + intId).mov(10, 1L << cpu).store(1, 10, 9);
  }

  @Override
  public void sendSgi(A64 code, int intId, int cpus) {
    code.barrier().storeWord(GICD_SGIR, cpus << 16 | intId);
  }

  @Override
  public void acknowledge(A64 code, int to) {
    code.loadWord(to, GICC_IAR);
  }

  @Override
  public void end(A64 code, int from) {
    code.mov(9, GICC_EOIR).store(4, from, 9);
  }

  @Override
  public void deactivate(A64 code, int from) {
    code.mov(9, GICC_DIR).store(4, from, 9);
  }

  @Override
  public void splitEnd(A64 code) {
    code.storeWord(GICC_CTLR, END_ONLY_DROPS | ENABLE);
  }

  @Override
  public void highestPending(A64 code, int to) {
    code.loadWord(to, GICC_HPPIR);
  }

  @Override
  public void runningPriority(A64 code, int to) {
    code.loadWord(to, GICC_RPR);
  }

  @Override
  public void mask(A64 code, int priority) {
    code.storeWord(GICC_PMR, priority);
  }

  @Override
  public void binaryPoint(A64 code, int value) {
    code.storeWord(GICC_BPR, value);
  }
}
