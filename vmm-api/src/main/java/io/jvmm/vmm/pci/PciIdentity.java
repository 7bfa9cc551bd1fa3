package io.jvmm.vmm.pci;

/**
 * By what drivers recognise a function (PCI Local Bus 3.0, 6.2.1 and 6.2.4).
 *
 * @param vendor 16 bits
 * @param device 16 bits
 * @param revision 8 bits
 * @param classCode 24 bits: base class, subclass, programming interface
 * @param subsystemVendor 16 bits
 * @param subsystem 16 bits
 */
public record PciIdentity(
    int vendor, int device, int revision, int classCode, int subsystemVendor, int subsystem) {
  /** Refuses what does not fit. */
  public PciIdentity {
    if (((vendor | device | subsystemVendor | subsystem) & ~0xffff) != 0
        || (revision & ~0xff) != 0
        || (classCode & ~0xff_ffff) != 0) {
      throw new IllegalArgumentException("a PCI identity's field does not fit");
    }
  }
}
