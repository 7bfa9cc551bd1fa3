/** What a PCI function is to the host bridge that it is plugged into, and the other way round. */
@NullMarked
package io.jvmm.vmm.pci;

import org.jspecify.annotations.NullMarked;
