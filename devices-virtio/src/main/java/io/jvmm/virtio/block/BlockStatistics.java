package io.jvmm.virtio.block;

/**
 * What a disk has done so far, in requests that have ended and the bytes of those that went well.
 *
 * @param reads requests to read
 * @param bytesRead what the guest got
 * @param writes requests to write, zeroes among them
 * @param bytesWritten what the guest sent; zeroes that it did not send are not counted
 * @param flushes requests to bring what was written to stable storage
 * @param errors requests of any kind that did not go well
 */
public record BlockStatistics(
    long reads, long bytesRead, long writes, long bytesWritten, long flushes, long errors) {}
