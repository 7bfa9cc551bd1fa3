/**
 * The bus that trapped accesses go to, and the simple memory-mapped devices: the PL011 serial port,
 * the PL031 clock, the PL061 lines, pvpanic, bhyve's paravirtual console, and what firmware needs:
 * NOR flash and fw_cfg. Devices get interrupt lines and sinks handed in; they know no controller,
 * no hypervisor, and not where they are. Beside them what puts accesses on the bus that the
 * processor does not describe.
 */
module io.jvmm.mmio {
  requires static org.jspecify;
  requires transitive io.jvmm.vmm;

  exports io.jvmm.mmio;
  exports io.jvmm.mmio.bvmcons;
  exports io.jvmm.mmio.flash;
  exports io.jvmm.mmio.fwcfg;
  exports io.jvmm.mmio.insn;
  exports io.jvmm.mmio.pcie;
  exports io.jvmm.mmio.pl011;
  exports io.jvmm.mmio.pl031;
  exports io.jvmm.mmio.pl061;
  exports io.jvmm.mmio.pvpanic;
}
