/** Drivers for the interrupt controllers that the hypervisor emulates itself. */
@NullMarked
package io.jvmm.vgic;

import org.jspecify.annotations.NullMarked;
