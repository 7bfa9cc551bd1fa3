package io.jvmm.mmio.pcie;

import io.jvmm.vmm.pci.PciIdentity;

/**
 * The 64 bytes of a type 0 header (PCI Local Bus 3.0, 6.1), each bit of which is either constant or
 * a store of the guest's: what it means is for others to read out. Used by one thread at a time.
 */
final class ConfigurationHeader {
  /** How many bytes it has. */
  static final int SIZE = 0x40;

  private static final int MEMORY_SPACE = 1 << 1;
  private static final int BUS_MASTER = 1 << 2;
  private static final int INTERRUPT_DISABLE = 1 << 10;
  private static final int CAPABILITIES_LIST = 1 << 4;
  private static final int INTA = 1;

  private final byte[] values = new byte[SIZE];
  private final byte[] writable = new byte[SIZE];

  ConfigurationHeader(PciIdentity identity) {
    set(ConfigurationRegister.VENDOR_ID, identity.vendor());
    set(ConfigurationRegister.DEVICE_ID, identity.device());
    set(ConfigurationRegister.REVISION_ID, identity.revision());
    set(ConfigurationRegister.CLASS_CODE, identity.classCode());
    set(ConfigurationRegister.SUBSYSTEM_VENDOR_ID, identity.subsystemVendor());
    set(ConfigurationRegister.SUBSYSTEM_ID, identity.subsystem());
    set(ConfigurationRegister.STATUS, CAPABILITIES_LIST);
    set(ConfigurationRegister.CAPABILITIES_POINTER, SIZE);
    set(ConfigurationRegister.INTERRUPT_PIN, INTA);
    permit(ConfigurationRegister.COMMAND, MEMORY_SPACE | BUS_MASTER | INTERRUPT_DISABLE);
    permit(ConfigurationRegister.CACHE_LINE_SIZE, 0xff);
    permit(ConfigurationRegister.INTERRUPT_LINE, 0xff);
  }

  /** Gives it a base address register; its address bits are the guest's (6.2.5.1). */
  void add(BaseAddress base) {
    put(values, base.offset(), base.bytes(), base.type());
    put(writable, base.offset(), base.bytes(), -base.size());
  }

  private void set(ConfigurationRegister register, long value) {
    put(values, register.offset(), register.length(), value);
  }

  private void permit(ConfigurationRegister register, long bits) {
    put(writable, register.offset(), register.length(), bits);
  }

  long read(int offset, int width) {
    return get(values, offset, width);
  }

  void write(int offset, int width, long value) {
    long bits = get(writable, offset, width);
    put(values, offset, width, (read(offset, width) & ~bits) | (value & bits));
  }

  /** Where the guest has put the registers behind a base address register. */
  long address(BaseAddress base) {
    return read(base.offset(), base.bytes()) & -base.size();
  }

  boolean memoryEnabled() {
    return has(MEMORY_SPACE);
  }

  boolean busMaster() {
    return has(BUS_MASTER);
  }

  boolean lineDisabled() {
    return has(INTERRUPT_DISABLE);
  }

  private boolean has(int command) {
    ConfigurationRegister register = ConfigurationRegister.COMMAND;
    return (read(register.offset(), register.length()) & command) != 0;
  }

  private static long get(byte[] bytes, int offset, int width) {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value |= (bytes[offset + i] & 0xffL) << (Byte.SIZE * i);
    }
    return value;
  }

  private static void put(byte[] bytes, int offset, int width, long value) {
    for (int i = 0; i < width; i++) {
      bytes[offset + i] = (byte) (value >>> (Byte.SIZE * i));
    }
  }
}
