/**
 * The walkers of {@code stage2-mmu} against a processor's: the same tables, translated by both. A
 * program at EL2 of an emulated machine runs the processor's address translation instructions.
 */
@NullMarked
package io.jvmm.it.stage2;

import org.jspecify.annotations.NullMarked;
