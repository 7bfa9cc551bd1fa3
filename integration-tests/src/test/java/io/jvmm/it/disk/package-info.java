/** Disk images: what QEMU's tools make, and what they think of ours. */
@NullMarked
package io.jvmm.it.disk;

import org.jspecify.annotations.NullMarked;
