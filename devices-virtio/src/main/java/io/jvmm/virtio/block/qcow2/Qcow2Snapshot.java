package io.jvmm.virtio.block.qcow2;

import java.time.Instant;

/**
 * An internal snapshot of an image.
 *
 * @param id the number that its maker gave it, unique in the image
 * @param name the name that its maker gave it; may be empty
 * @param made when, by the clock of its maker's machine
 * @param size how many bytes the disk had
 * @param machineState how many bytes of a machine's state are kept with it; 0 for the disk alone
 */
public record Qcow2Snapshot(String id, String name, Instant made, long size, long machineState) {}
