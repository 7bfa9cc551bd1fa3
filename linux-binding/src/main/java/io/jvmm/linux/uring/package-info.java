/**
 * Linux's io_uring (io_uring(7)): reads and writes of files that the kernel carries out while
 * nobody waits for them. {@code Ring} is a pair of queues that this process and the kernel share.
 */
@org.jspecify.annotations.NullMarked
package io.jvmm.linux.uring;
