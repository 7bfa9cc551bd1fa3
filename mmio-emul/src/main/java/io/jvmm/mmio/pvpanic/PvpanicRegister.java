package io.jvmm.mmio.pvpanic;

import io.jvmm.vmm.mmio.Register;

/** The only register there is (QEMU, docs/specs/pvpanic). */
enum PvpanicRegister implements Register {
  EVENTS;

  @Override
  public int offset() {
    return 0;
  }

  @Override
  public int length() {
    return 1;
  }

  @Override
  public int widths() {
    return 1;
  }

  @Override
  public Mode mode() {
    return Mode.READ_WRITE;
  }

  @Override
  public String note() {
    return "a load tells the events that are understood, a store reports some: "
        + "bit 0 panicked, bit 1 crash loaded, bit 2 shut down";
  }
}
