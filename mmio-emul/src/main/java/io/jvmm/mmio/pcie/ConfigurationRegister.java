package io.jvmm.mmio.pcie;

import io.jvmm.vmm.mmio.Register;

/**
 * The registers of a function's configuration space (PCI Local Bus 3.0, 6.1 and 6.2): the type 0
 * header and what follows it. An access may span several.
 */
enum ConfigurationRegister implements Register {
  VENDOR_ID(0x00, 2, Mode.READ_ONLY, "of the function"),
  DEVICE_ID(0x02, 2, Mode.READ_ONLY, "of the function"),
  COMMAND(0x04, 2, Mode.READ_WRITE, "Memory Space, Bus Master, Interrupt Disable; no I/O space"),
  STATUS(0x06, 2, Mode.READ_ONLY, "Capabilities List; Interrupt Status"),
  REVISION_ID(0x08, 1, Mode.READ_ONLY, "of the function"),
  CLASS_CODE(0x09, 3, Mode.READ_ONLY, "of the function"),
  CACHE_LINE_SIZE(0x0c, 1, Mode.READ_WRITE, "stored, without effect"),
  LATENCY_TIMER(0x0d, 1, Mode.RAZ_WI, "PCI Express has no such timer"),
  HEADER_TYPE(0x0e, 1, Mode.RAZ_WI, "type 0, one function"),
  BIST(0x0f, 1, Mode.RAZ_WI, "no self-test"),
  BASE_ADDRESS(0x10, 24, Mode.READ_WRITE, "0 and 1: registers, 64-bit; 2: MSI-X; 3 to 5: none"),
  CARDBUS_CIS(0x28, 4, Mode.RAZ_WI, "no CardBus"),
  SUBSYSTEM_VENDOR_ID(0x2c, 2, Mode.READ_ONLY, "of the function"),
  SUBSYSTEM_ID(0x2e, 2, Mode.READ_ONLY, "of the function"),
  EXPANSION_ROM(0x30, 4, Mode.RAZ_WI, "no ROM"),
  CAPABILITIES_POINTER(0x34, 1, Mode.READ_ONLY, "0x40"),
  RESERVED(0x35, 7, Mode.RAZ_WI, "reserved"),
  INTERRUPT_LINE(0x3c, 1, Mode.READ_WRITE, "stored, for software to use"),
  INTERRUPT_PIN(0x3d, 1, Mode.READ_ONLY, "INTA"),
  MIN_GNT(0x3e, 1, Mode.RAZ_WI, "PCI Express has no such grants"),
  MAX_LAT(0x3f, 1, Mode.RAZ_WI, "PCI Express has no such latency"),
  CAPABILITIES(0x40, 0xc0, Mode.READ_WRITE, "MSI-X, then those of the function"),
  EXTENDED(0x100, 0xf00, Mode.RAZ_WI, "no extended capabilities");

  private final int offset;
  private final int length;
  private final Mode mode;
  private final String note;

  ConfigurationRegister(int offset, int length, Mode mode, String note) {
    this.offset = offset;
    this.length = length;
    this.mode = mode;
    this.note = note;
  }

  @Override
  public int offset() {
    return offset;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public int widths() {
    return 1 | 2 | 4;
  }

  @Override
  public Mode mode() {
    return mode;
  }

  @Override
  public String note() {
    return note;
  }
}
