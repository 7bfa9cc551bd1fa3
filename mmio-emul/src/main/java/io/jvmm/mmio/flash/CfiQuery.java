package io.jvmm.mmio.flash;

/**
 * What a chip says of itself in query mode: the table of JESD68.01, followed by the primary
 * extended query of command set 0x0001, version 1.0. A byte for each address of the chip; the guest
 * finds it in the low byte of each chip's word. The times are a P30's: the longest that a guest
 * waits.
 */
final class CfiQuery {
  private static final int PRIMARY = 0x31;
  private static final int LENGTH = 0x40;
  private static final int REGION_UNIT = 256; // bytes

  private final byte[] table = new byte[LENGTH];

  /**
   * The table of one chip.
   *
   * @param chip its size in bytes, a power of two
   * @param block the size of its erase blocks in bytes
   * @param buffer the size of its write buffer in bytes, a power of two
   */
  CfiQuery(long chip, int block, int buffer) {
    put(0x10, 'Q', 'R', 'Y');
    putHalf(0x13, 0x0001); // Intel/Sharp extended command set
    putHalf(0x15, PRIMARY);
    put(0x1b, 0x45, 0x55); // 4.5 to 5.5 V, and no programming voltage
    put(
        0x1f, 8, 9, 10,
        0); // typically 2^8 us a word, 2^9 us a buffer, 2^10 ms a block; no chip erase
    put(0x23, 1, 1, 2, 0); // at most these powers of two times as long
    put(0x27, Long.numberOfTrailingZeros(chip));
    putHalf(0x28, 0x0001); // a 16-bit interface
    putHalf(0x2a, Integer.numberOfTrailingZeros(buffer));
    put(0x2c, 1); // one region, of blocks of one size
    putHalf(0x2d, (int) (chip / block) - 1);
    putHalf(0x2f, block / REGION_UNIT);
    put(PRIMARY, 'P', 'R', 'I', '1', '0');
    put(PRIMARY + 5, 1 << 5); // features: instant individual block locking
    putHalf(PRIMARY + 10, 0b11); // of a block's status: lock bit and lock-down bit are there
    put(PRIMARY + 12, 0x50); // 5.0 V
  }

  /** What the chip answers at one of its addresses. */
  int at(long address) {
    return address < LENGTH ? Byte.toUnsignedInt(table[(int) address]) : 0;
  }

  private void put(int address, int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      table[address + i] = (byte) bytes[i];
    }
  }

  private void putHalf(int address, int value) {
    put(address, value, value >>> Byte.SIZE);
  }
}
