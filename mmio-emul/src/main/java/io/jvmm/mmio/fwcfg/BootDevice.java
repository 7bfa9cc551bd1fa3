package io.jvmm.mmio.fwcfg;

import io.jvmm.vmm.memory.GuestAddress;

/**
 * Where a virtio disk is, for a boot order: as an Open Firmware path, as QEMU writes it and edk2's
 * QemuBootOrderLib takes it apart.
 *
 * @param path such as {@code /pci@i0cf8/scsi@1/disk@0,0}
 */
public record BootDevice(String path) {
  private static final String DISK = "/disk@0,0";

  /** Behind a window of virtio-mmio. */
  public static BootDevice onMmio(GuestAddress window) {
    return new BootDevice("/virtio-mmio@%016x".formatted(window.value()) + DISK);
  }

  /** Function 0 of a slot of PCI bus 0. */
  public static BootDevice onPci(int slot) {
    return new BootDevice("/pci@i0cf8/scsi@%x".formatted(slot) + DISK);
  }
}
