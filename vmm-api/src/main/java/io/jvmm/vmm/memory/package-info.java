/** Guest-physical addresses, ranges, and bounds-checked access to guest memory. */
@NullMarked
package io.jvmm.vmm.memory;

import org.jspecify.annotations.NullMarked;
