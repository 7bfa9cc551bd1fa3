package io.jvmm.mmio.primecell;

import io.jvmm.vmm.mmio.Access;

/**
 * The eight identification registers at the end of a PrimeCell's window, a byte in each word:
 * PeriphID0 to PeriphID3, which tell part and revision, and PCellID0 to PCellID3, which are the
 * same in all.
 */
public final class PrimeCellId {
  /** Where they start. */
  public static final int OFFSET = 0xfe0;

  /** How many bytes they take. */
  public static final int LENGTH = 0x20;

  private static final int WORD_SHIFT = 2;

  private final int[] bytes;

  /**
   * The identification of a part made by Arm.
   *
   * @param part its number in the lower eight of the part number's twelve bits; the upper are 0
   * @param revision PeriphID2: the revision in the upper half, the designer's upper bits below
   */
  public PrimeCellId(int part, int revision) {
    bytes = new int[] {part, 0x10, revision, 0x00, 0x0d, 0xf0, 0x05, 0xb1};
  }

  /** What the register at an access's offset holds. */
  public int read(Access access) {
    return bytes[(int) (access.offset() - OFFSET) >>> WORD_SHIFT];
  }
}
