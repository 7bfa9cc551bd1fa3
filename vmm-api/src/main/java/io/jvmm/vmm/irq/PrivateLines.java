package io.jvmm.vmm.irq;

/**
 * The levels of a vCPU's private lines at one moment. There are few values, and each exists once:
 * asking for them costs no allocation.
 */
public final class PrivateLines {
  private static final PrivateLines[] VALUES = new PrivateLines[1 << PrivateLine.values().length];

  static {
    for (int bits = 0; bits < VALUES.length; bits++) {
      VALUES[bits] = new PrivateLines(bits);
    }
  }

  /** No line is asserted. */
  public static final PrivateLines NONE = VALUES[0];

  private final int bits;

  private PrivateLines(int bits) {
    this.bits = bits;
  }

  /** These and one more, or these if it is asserted already. */
  public PrivateLines with(PrivateLine line) {
    return VALUES[bits | line.bit()];
  }

  /** Whether a line is asserted. */
  public boolean asserted(PrivateLine line) {
    return (bits & line.bit()) != 0;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (PrivateLine line : PrivateLine.values()) {
      if (asserted(line)) {
        text.append(text.isEmpty() ? "" : ", ").append(line);
      }
    }
    return text.isEmpty() ? "none" : text.toString();
  }
}
