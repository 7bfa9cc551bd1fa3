/**
 * The generic interrupt controller: picks what the hypervisor offers, places it in the guest's
 * address space, and hands its lines out to devices.
 */
module io.jvmm.vgic {
  requires io.jvmm.vmm;
  requires static org.jspecify;

  exports io.jvmm.vgic;
  exports io.jvmm.vgic.v2;
  exports io.jvmm.vgic.v3;
}
