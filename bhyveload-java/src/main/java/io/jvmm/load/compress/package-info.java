/** Compressed kernels: known by their content, unpacked while they are loaded. */
@NullMarked
package io.jvmm.load.compress;

import org.jspecify.annotations.NullMarked;
