/** What devices say of themselves to the guest: device-tree nodes as values. */
@NullMarked
package io.jvmm.vmm.devicetree;

import org.jspecify.annotations.NullMarked;
