/** Parallel NOR flash: the JEDEC query JESD68.01, and the Intel/Sharp command set 0x0001. */
@NullMarked
package io.jvmm.mmio.flash;

import org.jspecify.annotations.NullMarked;
