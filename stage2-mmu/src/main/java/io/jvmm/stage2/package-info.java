/**
 * Stage-2 tables (Arm ARM DDI 0487, "The AArch64 Virtual Memory System Architecture"), and guest
 * memory made of them.
 */
@NullMarked
package io.jvmm.stage2;

import org.jspecify.annotations.NullMarked;
