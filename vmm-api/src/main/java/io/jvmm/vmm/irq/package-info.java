/** Interrupt identifiers, and the lines that devices hold. */
@NullMarked
package io.jvmm.vmm.irq;

import org.jspecify.annotations.NullMarked;
