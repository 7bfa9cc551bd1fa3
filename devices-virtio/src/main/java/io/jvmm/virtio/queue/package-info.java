/** The device's side of virtqueues: rings, descriptor chains, notification suppression. */
@NullMarked
package io.jvmm.virtio.queue;

import org.jspecify.annotations.NullMarked;
