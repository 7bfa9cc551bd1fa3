/**
 * Stage-1 translation of a guest's virtual addresses through its own tables: the EL1&amp;0 regime
 * (Arm ARM DDI 0487, "The AArch64 Virtual Memory System Architecture").
 */
@NullMarked
package io.jvmm.stage1;

import org.jspecify.annotations.NullMarked;
