/**
 * The composition root: reads a specification, builds the machine it describes on a hypervisor, and
 * runs it until it stops. The only module that knows every kind of device.
 */
module io.jvmm.monitor {
  requires io.jvmm.linux;
  requires io.jvmm.load;
  requires io.jvmm.mmio;
  requires io.jvmm.stage2;
  requires io.jvmm.vgic;
  requires transitive io.jvmm.virtio;
  requires transitive io.jvmm.vmm;
  requires static org.jspecify;
  requires tools.jackson.core;
  requires jdk.jfr;
  requires jdk.unsupported;
  requires tools.jackson.databind;

  exports io.jvmm.monitor.console;
  exports io.jvmm.monitor.control;
  exports io.jvmm.monitor.machine;
  exports io.jvmm.monitor.socket;
  exports io.jvmm.monitor.spec;
}
