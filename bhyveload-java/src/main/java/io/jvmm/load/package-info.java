/** From files to a boot plan: kernel formats, placement, initial RAM disks, the device tree. */
@NullMarked
package io.jvmm.load;

import org.jspecify.annotations.NullMarked;
