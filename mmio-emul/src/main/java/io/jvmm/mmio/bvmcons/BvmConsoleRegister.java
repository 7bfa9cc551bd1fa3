package io.jvmm.mmio.bvmcons;

import io.jvmm.vmm.mmio.Register;

/** The only register there is (FreeBSD, sys/dev/bvm/bvm_console.c). */
enum BvmConsoleRegister implements Register {
  DATA;

  static final int SIGNATURE_WIDTH = 2;
  private static final int WORD = 4;

  @Override
  public int offset() {
    return 0;
  }

  @Override
  public int length() {
    return WORD;
  }

  @Override
  public int widths() {
    return SIGNATURE_WIDTH | WORD;
  }

  @Override
  public Mode mode() {
    return Mode.READ_WRITE;
  }

  @Override
  public String note() {
    return "a word's load takes the next byte, 0xffffffff if there is none; a word's store sends "
        + "its lowest byte; a halfword's load is the signature 0x6276, its store does nothing";
  }
}
