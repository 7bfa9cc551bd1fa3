package io.jvmm.mmio.pcie;

import io.jvmm.vmm.pci.PciCapability;

/**
 * The MSI-X capability (PCI Local Bus 3.0, 6.8.2): where the table is, and two bits of the guest's.
 * Used by one thread at a time.
 */
final class MsixCapability implements PciCapability {
  private static final int ID = 0x11;
  private static final int LENGTH = 12;
  private static final int CONTROL_WORD = 0;
  private static final int TABLE_WORD = 4;
  private static final int PENDING_WORD = 8;
  private static final int CONTROL_SHIFT = 16;
  private static final int ENABLE = 1 << 31;
  private static final int FUNCTION_MASK = 1 << 30;

  private final int[] words = new int[LENGTH / Integer.BYTES];

  /**
   * The capability of a table.
   *
   * @param baseAddress the index of the base address register that it is behind
   */
  MsixCapability(MsixTable table, int baseAddress) {
    words[CONTROL_WORD / Integer.BYTES] = (table.vectors() - 1) << CONTROL_SHIFT;
    words[TABLE_WORD / Integer.BYTES] = baseAddress;
    words[PENDING_WORD / Integer.BYTES] = table.pendingOffset() | baseAddress;
  }

  boolean enabled() {
    return (words[0] & ENABLE) != 0;
  }

  boolean allMasked() {
    return (words[0] & FUNCTION_MASK) != 0;
  }

  @Override
  public int id() {
    return ID;
  }

  @Override
  public int length() {
    return LENGTH;
  }

  @Override
  public long read(int offset, int width) {
    long word = Integer.toUnsignedLong(words[offset / Integer.BYTES]);
    return (word >>> shift(offset)) & ((1L << (width * Byte.SIZE)) - 1);
  }

  @Override
  public void write(int offset, int width, long value) {
    long touched = ((1L << (width * Byte.SIZE)) - 1) << shift(offset);
    if (offset < TABLE_WORD) {
      int bits = (int) touched & (ENABLE | FUNCTION_MASK);
      words[0] = (words[0] & ~bits) | ((int) (value << shift(offset)) & bits);
    }
  }

  private static int shift(int offset) {
    return offset % Integer.BYTES * Byte.SIZE;
  }
}
