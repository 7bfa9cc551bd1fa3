/** The PL011 serial port (Arm DDI 0183). */
@NullMarked
package io.jvmm.mmio.pl011;

import org.jspecify.annotations.NullMarked;
