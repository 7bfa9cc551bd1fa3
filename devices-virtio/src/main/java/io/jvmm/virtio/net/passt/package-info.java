/** The network of an unprivileged user, through the program passt(1). */
@NullMarked
package io.jvmm.virtio.net.passt;

import org.jspecify.annotations.NullMarked;
