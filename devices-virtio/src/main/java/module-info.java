/**
 * Virtio devices (OASIS Virtual I/O Device, version 1.3): split and packed queues, the transports
 * over MMIO and PCI, and the devices console, block, network and entropy. Everything a guest puts
 * into its queues is taken for hostile. Knows guest memory and interrupt lines as {@code
 * io.jvmm.vmm} describes them and of the host what {@code io.jvmm.linux} has, and neither a
 * hypervisor nor an interrupt controller.
 */
module io.jvmm.virtio {
  requires static org.jspecify;
  requires com.github.luben.zstd_jni;
  requires jdk.jfr;
  requires jdk.unsupported; // of it, O_DIRECT
  requires transitive io.jvmm.linux;
  requires transitive io.jvmm.vmm;

  exports io.jvmm.virtio;
  exports io.jvmm.virtio.block;
  exports io.jvmm.virtio.block.qcow2;
  exports io.jvmm.virtio.console;
  exports io.jvmm.virtio.mmio;
  exports io.jvmm.virtio.net;
  exports io.jvmm.virtio.net.passt;
  exports io.jvmm.virtio.net.tap;
  exports io.jvmm.virtio.pci;
  exports io.jvmm.virtio.queue;
  exports io.jvmm.virtio.rng;
}
