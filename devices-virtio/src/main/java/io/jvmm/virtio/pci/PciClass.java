package io.jvmm.virtio.pci;

/** The PCI class codes of virtio devices (PCI Code and ID Assignment 1.11, 1). */
final class PciClass {
  private static final int NETWORK_ETHERNET = 0x02_0000;
  private static final int MASS_STORAGE_OTHER = 0x01_8000;
  private static final int COMMUNICATION_OTHER = 0x07_8000;
  private static final int NO_CLASS_FITS = 0xff_0000;

  private PciClass() {}

  /** The class of a virtio device ID (virtio 1.3, 5). */
  static int of(int virtioId) {
    return switch (virtioId) {
      case 1 -> NETWORK_ETHERNET;
      case 2 -> MASS_STORAGE_OTHER;
      case 3 -> COMMUNICATION_OTHER;
      default -> NO_CLASS_FITS;
    };
  }
}
