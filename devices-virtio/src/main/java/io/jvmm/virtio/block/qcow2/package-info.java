/**
 * Disk images in QEMU's qcow2 format, versions 2 and 3, as {@code docs/interop/qcow2.rst} of QEMU's
 * source describes it.
 */
@org.jspecify.annotations.NullMarked
package io.jvmm.virtio.block.qcow2;
