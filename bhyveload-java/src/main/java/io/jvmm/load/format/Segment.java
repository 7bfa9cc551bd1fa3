package io.jvmm.load.format;

import io.jvmm.load.payload.Payload;

/**
 * A part of a kernel.
 *
 * @param offset bytes from the kernel's start
 * @param size the memory it takes, at least 1
 * @param payload what goes into it
 */
public record Segment(long offset, long size, Payload payload) {}
