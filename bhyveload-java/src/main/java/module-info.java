/**
 * Loads guests: finds out what a kernel file is, decides what goes where in guest memory, writes
 * the device tree, and hands back a {@link io.jvmm.load.BootPlan} that fills the memory. Knows no
 * hypervisor and no device: devices describe themselves in {@link
 * io.jvmm.vmm.devicetree.DeviceTreeNode} values.
 */
module io.jvmm.load {
  requires com.github.luben.zstd_jni;
  requires static org.jspecify;
  requires org.apache.commons.compress;
  requires org.tukaani.xz;
  requires transitive io.jvmm.vmm;

  exports io.jvmm.load.acpi;
  exports io.jvmm.load.devicetree;
  exports io.jvmm.load.disk.boot;
  exports io.jvmm.load.disk;
  exports io.jvmm.load.source;
  exports io.jvmm.load;
}
