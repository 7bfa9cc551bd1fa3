/** Whole devices against a driver that does what no driver may. */
@NullMarked
package io.jvmm.virtio.fuzz;

import org.jspecify.annotations.NullMarked;
