/** The PL031 real-time clock (Arm DDI 0224). */
@NullMarked
package io.jvmm.mmio.pl031;

import org.jspecify.annotations.NullMarked;
