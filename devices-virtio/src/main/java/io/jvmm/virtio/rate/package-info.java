/** How much a guest may ask of the host in a second: what interfaces and disks are limited by. */
@NullMarked
package io.jvmm.virtio.rate;

import org.jspecify.annotations.NullMarked;
