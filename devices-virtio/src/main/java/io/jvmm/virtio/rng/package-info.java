/** The entropy device: random bytes for the guest. */
@NullMarked
package io.jvmm.virtio.rng;

import org.jspecify.annotations.NullMarked;
