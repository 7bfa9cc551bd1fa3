/** The machine that the guest sees, and its life. */
@NullMarked
package io.jvmm.monitor.machine;

import org.jspecify.annotations.NullMarked;
