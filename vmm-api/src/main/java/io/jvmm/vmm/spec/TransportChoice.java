package io.jvmm.vmm.spec;

/** How a guest reaches its virtio devices; in JSON in lower case. */
public enum TransportChoice {
  /** Each in a window of its own, which the device tree names. */
  MMIO,
  /** Each as a PCI Express function, which the guest finds by itself. */
  PCI
}
