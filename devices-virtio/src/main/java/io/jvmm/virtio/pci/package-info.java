/** Virtio over PCI: the function through which a driver finds and runs a device. */
@NullMarked
package io.jvmm.virtio.pci;

import org.jspecify.annotations.NullMarked;
