/**
 * The vocabulary of jvmm: guest addresses and memory, memory-mapped devices and their registers,
 * interrupt lines, vCPU exits, the service-provider interface of hypervisors, and the four families
 * of errors. Every other module speaks it; it depends on nothing but {@code java.base}.
 */
module io.jvmm.vmm {
  requires static org.jspecify;

  exports io.jvmm.vmm;
  exports io.jvmm.vmm.devicetree;
  exports io.jvmm.vmm.error;
  exports io.jvmm.vmm.irq;
  exports io.jvmm.vmm.memory;
  exports io.jvmm.vmm.mmio;
  exports io.jvmm.vmm.pci;
  exports io.jvmm.vmm.spec;

  uses io.jvmm.vmm.HypervisorProvider;
}
