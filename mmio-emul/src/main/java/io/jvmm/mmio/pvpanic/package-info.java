/** The pvpanic device: a guest's last words (QEMU, docs/specs/pvpanic). */
@NullMarked
package io.jvmm.mmio.pvpanic;

import org.jspecify.annotations.NullMarked;
