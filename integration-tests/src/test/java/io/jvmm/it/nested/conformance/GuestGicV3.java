package io.jvmm.it.nested.conformance;

import io.jvmm.it.guest.A64;
import io.jvmm.monitor.machine.GuestLayout;

/**
 * A GICv3: a distributor and redistributors in memory, CPU interfaces in system registers (Arm IHI
 * 0069). Group 1, affinity routing on.
 */
final class GuestGicV3 implements GuestGic {
  private static final long GICD = GuestLayout.GIC_DISTRIBUTOR.start().value();
  private static final long GICR = GuestLayout.redistributors(1).getFirst().start().value();
  private static final long REDISTRIBUTOR = 0x2_0000;
  private static final long PRIVATE_INTERRUPTS = 0x1_0000;
  private static final long GICR_WAKER = 0x14;
  private static final long GICR_IGROUPR0 = 0x80;
  private static final long GICD_IROUTER = GICD + 0x6000;
  private static final int FIRST_SPI = 32;
  private static final int GROUP_1_AND_AFFINITY = 0x12;
  private static final int END_ONLY_DROPS = 2;

  /** An ICC register by its CRm and op2; op0 is 3, op1 0 and CRn 12. */
  private record Icc(int crm, int op2) {
    void read(A64 code, int to) {
      code.readSystem(to, 3, 0, 12, crm, op2);
    }

    void write(A64 code, int from) {
      code.writeSystem(from, 3, 0, 12, crm, op2).synchronise();
    }

    void write(A64 code, long value) {
      code.mov(9, value);
      write(code, 9);
    }
  }

  private static final Icc IAR1 = new Icc(12, 0);
  private static final Icc EOIR1 = new Icc(12, 1);
  private static final Icc HPPIR1 = new Icc(12, 2);
  private static final Icc BPR1 = new Icc(12, 3);
  private static final Icc CTLR = new Icc(12, 4);
  private static final Icc SRE = new Icc(12, 5);
  private static final Icc IGRPEN1 = new Icc(12, 7);
  private static final Icc DIR = new Icc(11, 1);
  private static final Icc RPR = new Icc(11, 3);
  private static final Icc SGI1R = new Icc(11, 5);

  @Override
  public long frame(int intId, int cpu) {
    return intId < FIRST_SPI ? redistributor(cpu) + PRIVATE_INTERRUPTS : GICD;
  }

  @Override
  public void start(A64 code, int cpu) {
    code.storeWord(GICD, GROUP_1_AND_AFFINITY).storeWord(redistributor(cpu) + GICR_WAKER, 0);
    code.storeWord(frame(0, cpu) + GICR_IGROUPR0, -1);
    SRE.write(code, 7L);
    mask(code, 0xff);
    IGRPEN1.write(code, 1L);
  }

  @Override
  public void route(A64 code, int intId, int cpu) {
    code.mov(9, GICD_IROUTER + 8L * intId).mov(10, cpu).store(8, 10, 9);
  }

  @Override
  public void sendSgi(A64 code, int intId, int cpus) {
    code.barrier();
    SGI1R.write(code, (long) intId << 24 | cpus);
  }

  @Override
  public void acknowledge(A64 code, int to) {
    IAR1.read(code, to);
    code.barrier();
  }

  @Override
  public void end(A64 code, int from) {
    EOIR1.write(code, from);
  }

  @Override
  public void deactivate(A64 code, int from) {
    DIR.write(code, from);
  }

  @Override
  public void splitEnd(A64 code) {
    CTLR.write(code, (long) END_ONLY_DROPS);
  }

  @Override
  public void highestPending(A64 code, int to) {
    HPPIR1.read(code, to);
  }

  @Override
  public void runningPriority(A64 code, int to) {
    RPR.read(code, to);
  }

  @Override
  public void mask(A64 code, int priority) {
    code.mov(9, priority).writeSystem(9, 3, 0, 4, 6, 0).synchronise(); // ICC_PMR_EL1
  }

  @Override
  public void binaryPoint(A64 code, int value) {
    BPR1.write(code, value + 1L); // Group 1 has one bit more in the group priority (4.8.2)
  }

  private static long redistributor(int cpu) {
    return GICR + cpu * REDISTRIBUTOR;
  }
}
