/** Interfaces that lead to a tap interface of the host. */
@org.jspecify.annotations.NullMarked
package io.jvmm.virtio.net.tap;
