/** What a virtio device is, whatever its transport: its interface, its life cycle, its thread. */
@NullMarked
package io.jvmm.virtio;

import org.jspecify.annotations.NullMarked;
