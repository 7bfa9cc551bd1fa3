/** The console device: characters to and from the host. */
@NullMarked
package io.jvmm.virtio.console;

import org.jspecify.annotations.NullMarked;
