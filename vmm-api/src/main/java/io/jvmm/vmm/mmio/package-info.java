/** Memory-mapped devices: accesses, register tables, the bus. */
@NullMarked
package io.jvmm.vmm.mmio;

import org.jspecify.annotations.NullMarked;
