/**
 * The driver's side of virtio, for the tests of devices and transports: guest memory, a queue, the
 * registers of virtio over MMIO, an interrupt line to wait for. It does what a driver may do, and,
 * where a test asks for it, what no driver may.
 */
@NullMarked
package io.jvmm.virtio.testkit;

import org.jspecify.annotations.NullMarked;
