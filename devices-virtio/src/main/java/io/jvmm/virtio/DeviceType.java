package io.jvmm.virtio;

/** The kinds of devices there are here (virtio 1.3, 5). */
public enum DeviceType {
  /** A network interface (5.1). */
  NETWORK(1),
  /** A disk (5.2). */
  BLOCK(2),
  /** A console (5.3). */
  CONSOLE(3),
  /** A source of random bytes (5.4). */
  ENTROPY(4);

  private final int id;

  DeviceType(int id) {
    this.id = id;
  }

  /** The device ID by which drivers know the kind. */
  public int id() {
    return id;
  }
}
