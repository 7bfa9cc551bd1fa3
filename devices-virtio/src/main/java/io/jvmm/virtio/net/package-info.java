/** The network device: Ethernet frames between a guest and what its interface leads to. */
@NullMarked
package io.jvmm.virtio.net;

import org.jspecify.annotations.NullMarked;
