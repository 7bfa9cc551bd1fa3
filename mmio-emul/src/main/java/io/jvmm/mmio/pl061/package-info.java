/** The PL061 general-purpose input and output lines (Arm DDI 0190). */
@NullMarked
package io.jvmm.mmio.pl061;

import org.jspecify.annotations.NullMarked;
