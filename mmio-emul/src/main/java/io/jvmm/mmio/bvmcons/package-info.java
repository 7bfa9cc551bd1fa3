/** bhyve's paravirtual console, as a memory-mapped register. */
@NullMarked
package io.jvmm.mmio.bvmcons;

import org.jspecify.annotations.NullMarked;
