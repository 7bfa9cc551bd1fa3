/**
 * What the translation tables of both stages have in common (Arm ARM DDI 0487, "The AArch64 Virtual
 * Memory System Architecture", VMSAv8-64): granules, descriptors and the walk.
 */
@NullMarked
package io.jvmm.lpae;

import org.jspecify.annotations.NullMarked;
