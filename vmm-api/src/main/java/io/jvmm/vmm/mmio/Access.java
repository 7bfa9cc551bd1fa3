package io.jvmm.vmm.mmio;

/**
 * One access to a device: where in its window, how wide, and by whom.
 *
 * @param offset bytes from the start of the device's window, at least 0
 * @param width bytes: 1, 2, 4 or 8
 * @param vcpu the number of the vCPU that makes it: an interrupt controller has registers that
 *     exist once for each
 */
public record Access(long offset, int width, int vcpu) {
  /** Refuses negative offsets and widths that no single-register load or store has. */
  public Access {
    if (offset < 0 || width < 1 || width > 8 || Integer.bitCount(width) != 1) {
      throw new IllegalArgumentException("no access of %d bytes at +0x%x".formatted(width, offset));
    }
  }

  /** An access by the boot processor. */
  public Access(long offset, int width) {
    this(offset, width, 0);
  }

  /** Whether the offset is a multiple of the width. */
  public boolean isAligned() {
    return (offset & (width - 1)) == 0;
  }

  @Override
  public String toString() {
    return "%d byte%s at +0x%x".formatted(width, width == 1 ? "" : "s", offset);
  }
}
