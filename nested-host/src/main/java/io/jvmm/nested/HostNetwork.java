package io.jvmm.nested;

/**
 * How far a nested host reaches, beside the one port of this machine's loopback that leads to it.
 */
public enum HostNetwork {
  /** Nowhere. */
  ISOLATED("on"),
  /**
   * The networks of this machine, and its loopback as {@value #GATEWAY}. Ports of this machine can
   * lead to it ({@link PortForwards}).
   */
  OUTSIDE("off");

  /** The address at which it finds this machine. */
  public static final String GATEWAY = "10.0.2.2";

  /** Its own address for what passes on to its guests, where all ports are free. */
  public static final String FORWARDS = "10.0.2.16";

  private final String restriction;

  HostNetwork(String restriction) {
    this.restriction = restriction;
  }

  /** The value of {@code restrict=} in QEMU's {@code -netdev user}. */
  String restriction() {
    return restriction;
  }
}
