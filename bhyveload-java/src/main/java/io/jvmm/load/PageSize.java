package io.jvmm.load;

/**
 * A translation granule of the architecture: what a kernel was built for, and a processor can do.
 */
public enum PageSize {
  /** 4 KiB. */
  KIB_4("4 KiB"),
  /** 16 KiB. */
  KIB_16("16 KiB"),
  /** 64 KiB. */
  KIB_64("64 KiB");

  private final String text;

  PageSize(String text) {
    this.text = text;
  }

  /** The size with its unit, as in {@code 4 KiB}. */
  @Override
  public String toString() {
    return text;
  }
}
