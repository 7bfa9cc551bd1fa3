/**
 * The bus that trapped accesses go to, and the simple memory-mapped devices: the PL011 serial port
 * and the PL031 clock. Devices get interrupt lines and sinks handed in; they know no controller, no
 * hypervisor, and not where they are.
 */
module io.jvmm.mmio {
  requires static org.jspecify;
  requires transitive io.jvmm.vmm;

  exports io.jvmm.mmio;
  exports io.jvmm.mmio.pl011;
  exports io.jvmm.mmio.pl031;
}
