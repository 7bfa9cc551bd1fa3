/** The block device, and the disk images behind it. */
@NullMarked
package io.jvmm.virtio.block;

import org.jspecify.annotations.NullMarked;
