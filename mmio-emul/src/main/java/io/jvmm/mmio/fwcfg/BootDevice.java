package io.jvmm.mmio.fwcfg;

import io.jvmm.vmm.memory.GuestAddress;

/**
 * Names of devices in a boot order: Open Firmware paths, as QEMU writes them and as edk2's
 * QemuBootOrderLib takes them apart.
 */
public final class BootDevice {
  private static final String MMIO = "/virtio-mmio@%016x/%s";
  private static final String PCI = "/pci@i0cf8/%s@%x/%s";
  private static final String DISK = "disk@0,0";
  private static final String NETWORK = "ethernet-phy@0";

  private BootDevice() {}

  /** A virtio disk on MMIO; its window starts at {@code window}. */
  public static String mmioDisk(GuestAddress window) {
    return MMIO.formatted(window.value(), DISK);
  }

  /** A virtio network interface on MMIO; its window starts at {@code window}. */
  public static String mmioNetwork(GuestAddress window) {
    return MMIO.formatted(window.value(), NETWORK);
  }

  /** A virtio disk that is function 0 of a slot of PCI bus 0. */
  public static String pciDisk(int slot) {
    return PCI.formatted("scsi", slot, DISK);
  }

  /** A virtio network interface that is function 0 of a slot of PCI bus 0. */
  public static String pciNetwork(int slot) {
    return PCI.formatted("ethernet", slot, NETWORK);
  }
}
