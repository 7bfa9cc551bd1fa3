package io.jvmm.virtio.queue;

/**
 * Where a driver put a queue (virtio 1.3, 2.6). Numbers of the guest's choice: nothing about them
 * has been checked.
 *
 * @param index the queue's number
 * @param size how many elements
 * @param descriptorArea guest-physical address of a split queue's descriptor table
 * @param driverArea guest-physical address of a split queue's available ring
 * @param deviceArea guest-physical address of a split queue's used ring
 */
public record QueueLayout(
    int index, int size, long descriptorArea, long driverArea, long deviceArea) {}
