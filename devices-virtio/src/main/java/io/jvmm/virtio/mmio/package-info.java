/** Virtio over MMIO: the register window through which a driver finds and runs a device. */
@NullMarked
package io.jvmm.virtio.mmio;

import org.jspecify.annotations.NullMarked;
