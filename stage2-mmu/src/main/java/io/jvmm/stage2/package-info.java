/** Stage-2 tables (Arm ARM DDI 0487, D8: VMSAv8-64), and guest memory made of them. */
@NullMarked
package io.jvmm.stage2;

import org.jspecify.annotations.NullMarked;
