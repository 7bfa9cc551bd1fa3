/**
 * What Arm's PrimeCell peripherals have in common: the shape of their registers, and their names.
 */
@NullMarked
package io.jvmm.mmio.primecell;

import org.jspecify.annotations.NullMarked;
