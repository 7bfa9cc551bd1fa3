package io.jvmm.vmm.irq;

/**
 * A GIC interrupt identifier, 0 to 1019: software-generated (SGI, 0-15), private peripheral (PPI,
 * 16-31) or shared peripheral (SPI, 32-1019). Arm IHI 0069, 2.2.
 *
 * @param value the INTID
 */
public record IntId(int value) {
  private static final int FIRST_PPI = 16;
  private static final int FIRST_SPI = 32;
  private static final int LAST = 1019;

  /** Refuses the special INTIDs 1020-1023 and everything past them. */
  public IntId {
    if (value < 0 || value > LAST) {
      throw new IllegalArgumentException("%d is no SGI, PPI or SPI".formatted(value));
    }
  }

  /** The shared peripheral interrupt number {@code n}, 0 to 987: what device trees count. */
  public static IntId spi(int n) {
    return checked(n, FIRST_SPI, LAST);
  }

  /** The private peripheral interrupt number {@code n}, 0 to 15: what device trees count. */
  public static IntId ppi(int n) {
    return checked(n, FIRST_PPI, FIRST_SPI - 1);
  }

  /** Whether it is a shared peripheral interrupt. */
  public boolean isSpi() {
    return value >= FIRST_SPI;
  }

  /** The number within its kind, as device trees count. */
  public int index() {
    return isSpi() ? value - FIRST_SPI : value - (value >= FIRST_PPI ? FIRST_PPI : 0);
  }

  private static IntId checked(int n, int first, int last) {
    if (n < 0 || n > last - first) {
      throw new IllegalArgumentException("%d is not within 0 to %d".formatted(n, last - first));
    }
    return new IntId(first + n);
  }

  @Override
  public String toString() {
    return (isSpi() ? "SPI " : value >= FIRST_PPI ? "PPI " : "SGI ") + index();
  }
}
